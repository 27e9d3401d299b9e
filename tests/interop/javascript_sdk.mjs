// What check_javascript_sdk has the SDK do: javascript_sdk.mjs FOLDER WHAT, the server's line on standard input.
import {createRequire} from "node:module";
import {isDeepStrictEqual} from "node:util";
import {readFileSync} from "node:fs";

const [folder, what] = process.argv.slice(2);
const {WorkspaceClient} = createRequire(`${folder}/package.json`)("@databricks/sdk-experimental");
const {server, privileges, names} = JSON.parse(readFileSync(0, "utf8"));

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

/** Returns what was made. It cannot grant: the SDK sends no body with a PATCH. */
async function doTheGuide() {
  same("the operator", (await ada.currentUser.me()).userName, server.operator);
  const principal = await ada.servicePrincipalsV2.create({
    displayName: names.principal, active: true, entitlements: [{value: "databricks-sql-access"}]});
  const {secret} = await ada.servicePrincipalSecretsProxy.create({service_principal_id: principal.id});
  const {id} = await ada.warehouses.create({
    name: "segment", cluster_size: "Small", min_num_clusters: 1, max_num_clusters: 2, auto_stop_mins: 10,
    enable_serverless_compute: true, warehouse_type: "PRO"});
  await ada.permissions.set({request_object_type: "warehouses", request_object_id: id, access_control_list: [
    {user_name: server.operator, permission_level: "IS_OWNER"},
    {service_principal_name: principal.applicationId, permission_level: "CAN_USE"}]});
  await ada.catalogs.create({name: names.checkpoint, comment: names.comment});
  same("a PATCH without a body", await refusal(() => ada.grants.update({
    securable_type: "catalog", full_name: "sales", changes: [
      {principal: principal.applicationId, add: ["USE_CATALOG"]}]})), 400);
  await ada.schemas.delete({full_name: `${names.checkpoint}.default`});
  await ada.schemas.create({catalog_name: names.checkpoint, name: "default"});
  const itself = new WorkspaceClient({
    host: server.url, clientId: principal.applicationId, clientSecret: secret, authType: "oauth-m2m"});
  same("who logs in with the secret", (await itself.currentUser.me()).userName, principal.applicationId);
  return principal.applicationId;
}

async function readTheGuide() {
  const principal = await first(ada.servicePrincipalsV2.list({filter: `displayName eq "${names.principal}"`}));
  same("the principal", [principal.displayName, principal.active, principal.entitlements.map((e) => e.value)],
       [names.principal, true, ["databricks-sql-access"]]);
  const [warehouse] = (await all(ada.warehouses.list({}))).filter((w) => w.name === "segment");
  same("the warehouse",
       [warehouse.cluster_size, warehouse.min_num_clusters, warehouse.max_num_clusters, warehouse.auto_stop_mins,
        warehouse.enable_serverless_compute, warehouse.warehouse_type], ["Small", 1, 2, 10, true, "PRO"]);
  const list = (await ada.permissions.get({
    request_object_type: "sql/warehouses", request_object_id: warehouse.id})).access_control_list;
  const [entry] = list.filter((e) => e.service_principal_name === principal.applicationId);
  same("the permission on it", entry.all_permissions.map((p) => p.permission_level), ["CAN_USE"]);
  same("the checkpoint catalog", (await ada.catalogs.get({name: names.checkpoint})).comment, names.comment);
  for (const [kind, name, wanted] of privileges) {
    const {privilege_assignments: grants = []} = await ada.grants.get({securable_type: kind, full_name: name});
    const [mine] = grants.filter((grant) => grant.principal === principal.applicationId);
    same(`what is granted on ${kind} ${name}`, [...mine.privileges].sort(), wanted);
  }
  return principal.applicationId;
}

console.log(await (what === "do" ? doTheGuide() : readTheGuide()));
