// What check_javascript_sdk has the SDK do: javascript_sdk.mjs FOLDER WHAT, the server's line on standard input.
import {createRequire} from "node:module";
import {isDeepStrictEqual} from "node:util";
import {readFileSync} from "node:fs";

const [folder, what] = process.argv.slice(2);
const {WorkspaceClient} = createRequire(`${folder}/package.json`)("@databricks/sdk-experimental");
const {server, privileges, names, stored} = JSON.parse(readFileSync(0, "utf8"));
const kWarehouse = {
  name: "segment", cluster_size: "Small", min_num_clusters: 1, max_num_clusters: 2, auto_stop_mins: 10,
  enable_serverless_compute: true, warehouse_type: "PRO"};

function same(of, found, wanted) {
  if (isDeepStrictEqual(found, wanted)) return;
  console.error(`${of} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  process.exit(1);
}

async function all(list) {
  const found = [];
  for await (const one of list) found.push(one);
  return found;
}

/** The SDK asks for the first page of SCIM's lists again and again. */
async function first(list) {
  for await (const one of list) return one;
  return undefined;
}

async function refusal(call) {
  try {
    await call();
  } catch (error) {
    return error.statusCode ?? error.message;
  }
  return "nothing";
}

const ada = new WorkspaceClient({host: server.url, token: server.token});

/** Of an object those members that another has. */
const part = (of, like) => Object.fromEntries(Object.keys(like).map((name) => [name, of[name]]));

/** A principal for programs, with its entitlement given later, and a secret of two. */
async function makePrincipal() {
  const made = await ada.servicePrincipalsV2.create({displayName: names.principal, active: true});
  await ada.servicePrincipalsV2.update({
    id: made.id, displayName: names.principal, active: true, entitlements: [{value: "databricks-sql-access"}]});
  const of = {service_principal_id: made.id};
  const first = await ada.servicePrincipalSecretsProxy.create(of);
  const {secret} = await ada.servicePrincipalSecretsProxy.create({...of, lifetime: "31536000s"});
  await ada.servicePrincipalSecretsProxy.delete({...of, secret_id: first.id});
  return {principal: made, secret};
}

/** The warehouse, made too large and edited, that the principal may use. */
async function makeWarehouse(principal) {
  const {id} = await ada.warehouses.create({...kWarehouse, cluster_size: "Large", max_num_clusters: 5});
  await ada.warehouses.edit({id, ...kWarehouse});
  await ada.permissions.set({request_object_type: "warehouses", request_object_id: id, access_control_list: [
    {user_name: server.operator, permission_level: "IS_OWNER"},
    {service_principal_name: principal.applicationId, permission_level: "CAN_USE"}]});
}

/** Returns who was made. It cannot grant: the SDK sends no body with a PATCH. */
async function doTheGuide() {
  same("the operator", (await ada.currentUser.me()).userName, server.operator);
  const {principal, secret} = await makePrincipal();
  await makeWarehouse(principal);
  await ada.catalogs.create({name: names.checkpoint, comment: names.comment});
  same("a PATCH without a body", await refusal(() => ada.grants.update({
    securable_type: "catalog", full_name: "sales", changes: [
      {principal: principal.applicationId, add: ["USE_CATALOG"]}]})), 400);
  same("a catalog that is not there", await refusal(() => ada.catalogs.get({name: "nothing"})), 404);
  await ada.schemas.delete({full_name: `${names.checkpoint}.default`});
  await ada.schemas.create({catalog_name: names.checkpoint, name: "default"});
  const itself = new WorkspaceClient({
    host: server.url, clientId: principal.applicationId, clientSecret: secret, authType: "oauth-m2m"});
  same("who logs in with the secret", (await itself.currentUser.me()).userName, principal.applicationId);
  return principal.applicationId;
}

async function readThePrincipal() {
  const {id} = await first(ada.servicePrincipalsV2.list({filter: `displayName eq "${names.principal}"`}));
  const principal = await ada.servicePrincipalsV2.get({id});
  same("the principal", [principal.displayName, principal.active, principal.entitlements.map((e) => e.value)],
       [names.principal, true, ["databricks-sql-access"]]);
  const secrets = await all(ada.servicePrincipalSecretsProxy.list({service_principal_id: id}));
  same("how many secrets it has", secrets.length, 1);
  if (stored) {
    same("its client id", principal.applicationId, stored.DATABRICKS_CLIENT_ID);
    same("its secret", secrets[0].id, stored.DGCTL_SECRET_ID);
  }
  same("how long it is valid", Date.parse(secrets[0].expire_time) - Date.parse(secrets[0].create_time),
       365 * 86400 * 1000);
  return principal;
}

async function readTheWarehouse(principal) {
  const [{id}] = (await all(ada.warehouses.list({}))).filter((w) => w.name === kWarehouse.name);
  const warehouse = await ada.warehouses.get({id});
  same("the warehouse", part(warehouse, kWarehouse), kWarehouse);
  if (stored) same("the path that was stored", stored.DATABRICKS_HTTP_PATH, warehouse.odbc_params.path);
  for (const form of ["warehouses", "sql/warehouses"]) {
    const {access_control_list: list} = await ada.permissions.get({request_object_type: form, request_object_id: id});
    const levels = Object.fromEntries(list.map((e) => [
      e.service_principal_name ?? e.user_name ?? e.group_name, e.all_permissions.map((p) => p.permission_level)]));
    same("the permissions on it", levels[principal.applicationId], ["CAN_USE"]);
    same("who owns it", levels[server.operator], ["IS_OWNER"]);
  }
  const sources = await ada.dataSources.list();  // which makes an object of the list that it is
  same("the data sources", Object.values(sources).map((source) => source.warehouse_id), [id]);
}

/** All catalogs, schemas and tables, but what Databricks fills. */
async function securables() {
  const found = [];
  for (const {name} of await all(ada.catalogs.list({}))) {
    found.push(["catalog", name]);
    for (const schema of await all(ada.schemas.list({catalog_name: name}))) {
      if (schema.name === "information_schema") continue;
      found.push(["schema", schema.full_name]);
      for (const table of await all(ada.tables.list({catalog_name: name, schema_name: schema.name}))) {
        found.push(["table", table.full_name]);
      }
    }
  }
  return found;
}

async function readTheGrants(principal) {
  const held = [];
  for (const [kind, name] of await securables()) {
    const {privilege_assignments: grants = []} = await ada.grants.get({securable_type: kind, full_name: name});
    const [mine] = grants.filter((grant) => grant.principal === principal.applicationId);
    if (mine) held.push([kind, name, [...mine.privileges].sort()]);
  }
  same("all that is granted", held.sort(), privileges.sort());
}

async function readTheGuide() {
  const principal = await readThePrincipal();
  await readTheWarehouse(principal);
  const checkpoint = await ada.catalogs.get({name: names.checkpoint});
  same("the checkpoint catalog", [checkpoint.comment, checkpoint.owner, checkpoint.isolation_mode],
       [names.comment, server.operator, "OPEN"]);
  await readTheGrants(principal);
  return principal.applicationId;
}

console.log(await (what === "do" ? doTheGuide() : readTheGuide()));
