# The server with a MongoDB of your own (MONGODB_URI): see compose.yaml.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY extension-ui/package.json extension-ui/package-lock.json ./extension-ui/
RUN npm ci --ignore-scripts --no-audit --no-fund && npm ci --prefix extension-ui --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY extension-ui ./extension-ui
COPY scripts/build-ui.mjs scripts/copy-pages.mjs scripts/turn.mjs ./scripts/
RUN node scripts/build-ui.mjs && npx tsc -p tsconfig.build.json && node scripts/copy-pages.mjs

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Without the optional ones: the image has its Node, and those among the dependencies are for machines with an older one.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# As process 1 without npm in between, so that SIGTERM reaches the server itself.
CMD ["node", "--max-semi-space-size=8", "dist/src/server/main.js"]
