/**
 * Who may import whom (docs/architecture.md). The same rules are read once more, by other means, in test/tidy.test.ts.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle of modules cannot be read, tested or moved one by one.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'model-is-pure',
      comment:
        'The shared nouns know nothing but each other and the libraries of dates, phones and validation; ids are hashed.',
      severity: 'error',
      from: { path: '^src/(model|errors)' },
      to: {
        pathNot: [
          '^src/(model|errors)',
          '^node_modules/(zod|temporal-polyfill|temporal-utils|libphonenumber-js)/',
          '^(node:)?crypto$',
        ],
      },
    },
    {
      name: 'segments-and-loyalty-are-pure',
      comment: 'No I/O, no clock, no host: who and how much are decided from arguments. Neither knows the other.',
      severity: 'error',
      from: { path: '^src/(segments|loyalty)/' },
      to: {
        pathNot: [
          '^src/$1/',
          '^src/(model|errors)',
          '^node_modules/(zod|temporal-polyfill|temporal-utils|chevrotain)/',
        ],
      },
    },
    {
      name: 'adapters-translate-only',
      comment:
        'An adapter knows the model, what adapters share, and the SDK of its host. node:crypto is for signatures.',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: {
        pathNot: [
          '^src/adapters/',
          '^src/(model|errors)',
          '^(node:)?crypto$',
          '^node_modules/(zod|temporal-polyfill|entities|lossless-json|@shopify/shopify-api)/',
        ],
      },
    },
    {
      name: 'adapters-know-not-each-other',
      comment: 'A platform is one folder: it can be read, changed and removed alone.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: { path: '^src/adapters/[^/]+/', pathNot: '^src/adapters/$1/' },
    },
    {
      name: 'nobody-imports-the-server',
      comment: 'All I/O is in there; what needs it is a part of it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/server/' },
      to: { path: '^src/server/' },
    },
    {
      name: 'product-code-stands-alone',
      comment: 'What ships needs neither tests, scripts nor development dependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-development-dependency-in-product-code',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // TypeScript 7 has no API for tools: without this parser nothing is read, and nothing found.
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
