// Calls a server with the types of openapi-typescript and openapi-fetch: use_typescript.mjs URL
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { paths } from "./client.js";

const client = createClient<paths>({
  baseUrl: process.argv[2],
  // The filters are parameters of their own in the query string, a list has commas.
  querySerializer: ({ filters, ...rest }: Record<string, unknown>) =>
    new URLSearchParams(
      Object.entries({ ...rest, ...(filters as object) }).map(([name, value]) => [
        name,
        String(value),
      ]),
    ).toString(),
});
const owner = await client.POST("/owners", { body: { id: "ada", name: "Ada" } });
const profile = await client.POST("/profiles", { body: { owner_id: owner.data!.id } });
assert.deepEqual([profile.data!.id, profile.data!.owner_id], ["ada", "ada"]);
const values = {
  name: "One",
  note: null,
  size: 3,
  big: 2 ** 50,
  ratio: 0.5,
  price: "10.50",
  is_new: false,
  day: "2030-01-02",
  at: "12:30:00",
  moment: "2030-01-02T03:04:05Z",
  code: "00000000-0000-0000-0000-000000000007",
  data: { a: [1, null, "x"] },
  email: "ada@example.com",
  site: "https://example.com/x",
  kind: "b" as const,
  owner_id: owner.data!.id,
  rank: 3,
  about_type: "profiles" as const,
  about_id: profile.data!.id,
};
const created = await client.POST("/things", { body: { ...values, secret: "a secret" } });
assert.equal(created.response.status, 201);
const row = created.data!;
for (const [name, value] of Object.entries(values)) {
  assert.deepEqual(row[name as keyof typeof row], value, name);
}
const scanned = { name: "Two", price: "20.25", is_new: true, rank: null, scan: "AP8=" };
const two = await client.POST("/things", { body: scanned });
const withScan = { path: { id: two.data!.id }, query: { expand: ["scan" as const] } };
const whole = await client.GET("/things/{id}", { params: withScan });
assert.deepEqual(whole.data, { ...two.data, scan: "AP8=" });
const path = { id: row.id };
assert.deepEqual((await client.GET("/things/{id}", { params: { path } })).data, row);
const expand = ["owner" as const];
const read = await client.GET("/things/{id}", { params: { path, query: { expand } } });
assert.deepEqual(read.data, { ...row, owner: owner.data });
assert.equal(read.data!.owner!.name.length, 3);
const some = { filters: { id: row.id }, fields: ["name" as const], expand };
const listed = await client.GET("/things", { params: { query: some } });
assert.deepEqual(listed.data!.items, [{ name: row.name, owner: owner.data }]);

const filters = { price__gt: "15", id__in: [row.id, row.id + 1], name__contains: "w" };
const query = { filters, sort: "-price,id", per_page: 5 };
const page = await client.GET("/things", { params: { query } });
assert.deepEqual(page.data!.items.map((item) => item.name), ["Two"]);

const header = { "If-Match": created.response.headers.get("ETag")! };
const patched = await client.PATCH("/things/{id}", { params: { path, header }, body: { size: 4 } });
assert.equal(patched.data!.size, 4);
const stale = await client.PATCH("/things/{id}", { params: { path, header }, body: { size: 5 } });
assert.equal(stale.response.status, 412);
const conflict = await client.POST("/things", { body: { name: "One", is_new: true, rank: null } });
assert.equal(conflict.response.status, 409);
assert.ok(conflict.error!.errors!["name"]);
