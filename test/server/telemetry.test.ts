import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import t from 'tap';
import { startTelemetry, traced } from '../../src/server/telemetry.ts';
import { testApp } from '../support/app.ts';

t.test('without an endpoint there are no traces', async (t) => {
  t.equal(await startTelemetry(null), null);
});

t.test('with one, telemetry starts without it being reachable, and stops', async (t) => {
  const telemetry = await startTelemetry('http://127.0.0.1:1');
  t.type(telemetry?.plugin, 'function');
  await telemetry?.stop();
});

t.test('spans name routes and statuses, and hold no address, query or error message', async (t) => {
  const exporter = new InMemorySpanExporter();
  const telemetry = await traced((inner) => new SimpleSpanProcessor(inner), exporter);
  const routes = (api: Parameters<NonNullable<Parameters<typeof testApp>[1]>['routes'] & {}>[0]) => {
    api.get('/x/:id', { config: { scope: 'customers:read' } }, async () => {
      throw new Error('dup key: { phone: "+84901234567" }');
    });
  };
  const { app, house, authorise } = await testApp(t, { telemetry, routes });
  const shop = await house.addShop({ platform: 'pos', domain: 'a' });
  await app.inject({ url: '/api/v1/x/lan@example.test?phone=0901234567', headers: await authorise(shop.id) });
  await app.inject({ method: 'POST', url: '/webhooks/pos?token=geheim', payload: '{"phone":"0901234567"}' });
  const spans = exporter.getFinishedSpans();
  t.ok(
    spans.some(
      (span) =>
        span.attributes['http.route'] === '/api/v1/x/:id' && span.attributes['http.response.status_code'] === 500,
    ),
    'the request is there',
  );
  t.ok(spans.some((span) => span.attributes['http.route'] === '/webhooks/:platform'));
  const all = JSON.stringify(
    spans.map(({ name, attributes, events, status, resource }) => ({
      name,
      attributes,
      events,
      status,
      resource: resource.attributes,
    })),
  );
  t.match(all, /"service\.name":"tessera"/);
  t.notMatch(all, /0901234567|84901234567|lan@|geheim|tsk_|dup key/);
  await telemetry.stop();
});
