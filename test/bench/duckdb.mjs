/**
 * The same questions in DuckDB, which has no engine of its own for them: connected components over the keys of every
 * event by repeated minimum of neighbours, and revenue per currency with an order's last amount.
 */

import { DuckDBInstance } from '@duckdb/node-api';

const [file] = process.argv.slice(2);
const started = performance.now();
const connection = await (
  await DuckDBInstance.create(':memory:', { threads: process.env.WEFT_THREADS ?? '2' })
).connect();
const run = (sql) => connection.run(sql);
const one = async (sql) => (await connection.runAndReadAll(sql)).getRows()[0];

await run(`CREATE TABLE raw AS
  SELECT row_number() OVER () AS event, event AS name, timestamp AS time, customerlabs_user_id AS device,
    json_extract_string(properties, '$.customProperties') AS custom
  FROM read_json('${file}', format = 'newline_delimited', ignore_errors = true, columns = {
    event: 'VARCHAR', timestamp: 'VARCHAR', customerlabs_user_id: 'VARCHAR', properties: 'JSON' })`);
await run(`CREATE TABLE mention AS
  SELECT event, 'device:' || device AS key FROM raw WHERE device IS NOT NULL
  UNION ALL SELECT event, 'email:' || lower(json_extract_string(custom, '$.identify_by_email.v')) FROM raw WHERE custom LIKE '%identify_by_email%'
  UNION ALL SELECT event, 'phone:' || json_extract_string(custom, '$.identify_by_phone.v') FROM raw WHERE custom LIKE '%identify_by_phone%'
  UNION ALL SELECT event, 'external:' || unnest(json_keys(custom, '$.external_ids.v')) || unnest(json_extract_string(custom, '$.external_ids.v.*.v')) FROM raw WHERE custom LIKE '%external_ids%'`);
await run(
  `CREATE TABLE key AS SELECT row_number() OVER () AS id, key FROM (SELECT DISTINCT key FROM mention WHERE key IS NOT NULL)`,
);
await run(`CREATE TABLE member AS SELECT DISTINCT event, id FROM mention JOIN key USING (key)`);
await run(`CREATE TABLE edge AS
  WITH low AS (SELECT event, min(id) AS low FROM member GROUP BY event)
  SELECT DISTINCT id AS a, low AS b FROM member JOIN low USING (event) WHERE id <> low
  UNION SELECT DISTINCT low, id FROM member JOIN low USING (event) WHERE id <> low`);
await run('CREATE TABLE label AS SELECT id, id AS root FROM key');
for (;;) {
  await run(`CREATE OR REPLACE TABLE next AS
    SELECT label.id, least(label.root, coalesce(min(other.root), label.root)) AS root
    FROM label LEFT JOIN edge ON edge.a = label.id LEFT JOIN label other ON other.id = edge.b GROUP BY label.id, label.root`);
  await run(
    `CREATE OR REPLACE TABLE jumped AS SELECT next.id, parent.root FROM next JOIN next parent ON parent.id = next.root`,
  );
  const [changed] = await one(
    'SELECT count(*) FROM jumped JOIN label USING (id) WHERE jumped.root <> label.root',
  );
  await run('CREATE OR REPLACE TABLE label AS SELECT * FROM jumped');
  if (Number(changed) === 0) break;
}
const [components] = await one('SELECT count(DISTINCT root) FROM label');
const revenue = await connection.runAndReadAll(`
  SELECT currency, round(sum(amount), 2) FROM (
    SELECT json_extract_string(custom, '$.currency.v') AS currency,
      arg_max(CAST(json_extract_string(custom, '$.value.v') AS DOUBLE), time) AS amount
    FROM raw WHERE name = 'Purchased' GROUP BY json_extract_string(custom, '$.transaction_id.v'), currency)
  GROUP BY currency ORDER BY currency`);
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    components: Number(components),
    revenue: Object.fromEntries(
      revenue.getRows().map(([currency, amount]) => [String(currency), Number(amount)]),
    ),
  }),
);
process.exit(0);
