"""The requests that Terraform's Databricks provider makes for the resources and data sources of the guide, as its
sources have them (1.128), and what it puts into its state of the answers. The provider itself comes from a registry of
its own, which the tests do not ask."""
import json
import urllib.error
import urllib.parse
import urllib.request

SCIM_TYPE = "application/scim+json; charset=utf-8"
PRINCIPAL_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal"
PATCH_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
# By the names that the provider has for them.
ENTITLEMENTS = {"allow_cluster_create": "allow-cluster-create",
                "allow_instance_pool_create": "allow-instance-pool-create",
                "databricks_sql_access": "databricks-sql-access", "workspace_access": "workspace-access",
                "workspace_consume": "workspace-consume"}
READ_OF_A_PRINCIPAL = "userName,displayName,active,externalId,entitlements"


class Refused(Exception):
    """An answer other than 2xx."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text}")
        self.status = status


class Client:
    """One origin, with what the provider's SDK sends along."""

    def __init__(self, url, token, workspace_id=None):
        self.url = url
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json",
                        "User-Agent": "databricks-tf-provider/1.128.0 databricks-sdk-go/0.175.0 go/1.24.0 os/linux"}
        if workspace_id is not None:
            self.headers["X-Databricks-Workspace-Id"] = str(workspace_id)

    def call(self, method, path, body=None, query=None, content_type="application/json"):
        """The answer as JSON, None where there is none."""
        url = self.url + path + ("?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote) if query else "")
        headers = {**self.headers, **({"Content-Type": content_type} if body is not None else {})}
        data = json.dumps(body).encode() if body is not None else None
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60) as got:
                text = got.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode()) from error
        return json.loads(text) if text else None

    def delete(self, path):
        """What is gone already is deleted."""
        try:
            self.call("DELETE", path)
        except Refused as refused:
            if refused.status != 404:
                raise

    def scim(self, method, path, body=None, query=None):
        return self.call(method, path, body, query, SCIM_TYPE)


def entitlements_of(config):
    """As it writes them: where there are none, one that is empty."""
    words = [{"value": word} for name, word in ENTITLEMENTS.items() if config.get(name)]
    return words or [{}]


class ServicePrincipal:
    """databricks_service_principal, of the workspace or of the account."""

    def __init__(self, client, account_id=None):
        self.client = client
        self.is_of_account = account_id is not None
        plane = f"accounts/{account_id}/scim/v2" if self.is_of_account else "preview/scim/v2"
        self.path = f"/api/2.0/{plane}/ServicePrincipals"

    def body(self, config):
        return {"schemas": [PRINCIPAL_SCHEMA], "displayName": config["display_name"], "active": config["active"],
                "entitlements": entitlements_of(config)}

    def create(self, config):
        return self.client.scim("POST", self.path, self.body(config))["id"]

    def read(self, id):
        found = self.client.scim("GET", f"{self.path}/{id}", query={"attributes": READ_OF_A_PRINCIPAL})
        held = {entry["value"] for entry in found.get("entitlements", [])}  # one without a value ends the provider
        return {"display_name": found["displayName"], "active": found["active"],
                "application_id": found["applicationId"],
                **{name: word in held for name, word in ENTITLEMENTS.items()}}

    def update(self, id, config):
        """Replaces it, with the memberships and roles that it had."""
        had = self.client.scim("GET", f"{self.path}/{id}", query={"attributes": "groups,roles"})
        kept = {name: had[name] for name in ("groups", "roles") if had.get(name)}
        self.client.scim("PUT", f"{self.path}/{id}", {**self.body(config), **kept})

    def delete(self, id):
        """Of the account it is only made inactive."""
        if not self.is_of_account:
            return self.client.delete(f"{self.path}/{id}")
        return self.client.scim("PATCH", f"{self.path}/{id}", {"schemas": [PATCH_SCHEMA], "Operations": [
            {"op": "replace", "path": "active", "value": "false"}]})


class Entitlements:
    """databricks_entitlements of a service principal."""

    def __init__(self, client):
        self.client = client

    def patch(self, id, op, config):
        self.client.scim("PATCH", f"/api/2.0/preview/scim/v2/ServicePrincipals/{id}", {
            "schemas": [PATCH_SCHEMA],
            "Operations": [{"op": op, "path": "entitlements", "value": entitlements_of(config)}]})

    def create(self, id, config):
        self.patch(id, "replace", config)

    update = create

    def read(self, id):
        found = self.client.scim("GET", f"/api/2.0/preview/scim/v2/ServicePrincipals/{id}",
                                 query={"attributes": "entitlements"})
        return {name for name, word in ENTITLEMENTS.items()
                if word in [entry["value"] for entry in found.get("entitlements", [])]}

    def delete(self, id, config):
        """Unless there is nothing to remove."""
        if entitlements_of(config) != [{}]:
            self.patch(id, "remove", config)


class Secret:
    """databricks_service_principal_secret."""

    def __init__(self, client, principal_id, account_id=None):
        plane = f"accounts/{account_id}" if account_id else "accounts"
        self.client = client
        self.path = f"/api/2.0/{plane}/servicePrincipals/{principal_id}/credentials/secrets"

    def create(self, lifetime=None):
        made = self.client.call("POST", self.path, {"lifetime": lifetime} if lifetime else {})
        return made["id"], made["secret"]

    def read(self, id):
        token = None
        while True:
            page = self.client.call("GET", self.path, query={"page_token": token} if token else None)
            for secret in page.get("secrets", []):
                if secret["id"] == id:
                    return {"status": secret["status"]}
            token = page.get("next_page_token")
            if not token:
                raise Refused(404, f"secret {id} is not listed")

    def delete(self, id):
        self.client.delete(f"{self.path}/{id}")


class Assignment:
    """databricks_permission_assignment, or with an account databricks_mws_permission_assignment."""

    def __init__(self, client, account_id=None, workspace_id=None):
        self.client = client
        self.path = (f"/api/2.0/accounts/{account_id}/workspaces/{workspace_id}/permissionassignments"
                     if account_id else "/api/2.0/preview/permissionassignments")

    def create(self, principal_id, permissions):
        answer = self.client.call("PUT", f"{self.path}/principals/{principal_id}", {"permissions": permissions})
        if answer.get("error"):
            raise Refused(200, answer["error"])

    def create_by_name(self, application_id, permissions):
        answer = self.client.call("POST", self.path, {"permission_assignments": [
            {"service_principal_name": application_id, "permissions": permissions}]})
        return answer["permission_assignments"][0]["principal"]["principal_id"]

    def read(self, principal_id):
        for item in self.client.call("GET", self.path)["permission_assignments"]:
            if item["principal"]["principal_id"] == int(principal_id):
                return {"permissions": item["permissions"],
                        "service_principal_name": item["principal"]["service_principal_name"]}
        raise Refused(404, f"{principal_id} is not assigned")

    def delete(self, principal_id):
        self.client.delete(f"{self.path}/principals/{principal_id}")


class SqlEndpoint:
    """databricks_sql_endpoint, with its defaults."""

    PATH = "/api/2.0/sql/warehouses"
    DEFAULTS = {"auto_stop_mins": 120, "enable_photon": True, "max_num_clusters": 1,
                "spot_instance_policy": "COST_OPTIMIZED"}
    # What it takes from the answer as it is, whatever the configuration says.
    SUPPRESSED = ["enable_serverless_compute", "min_num_clusters", "warehouse_type"]

    def __init__(self, client):
        self.client = client

    def create(self, config):
        """Waits until it runs."""
        id = self.client.call("POST", self.PATH, {**self.DEFAULTS, **config})["id"]
        while self.client.call("GET", f"{self.PATH}/{id}")["state"] != "RUNNING":
            pass
        return id

    def read(self, id):
        found = self.client.call("GET", f"{self.PATH}/{id}")
        sources = self.client.call("GET", "/api/2.0/preview/sql/data_sources")
        [source] = [source["id"] for source in sources if source["warehouse_id"] == id]
        if not source or found["id"] != id:
            raise Refused(404, f"no data source is of {id}")
        return {name: found[name] for name in ["name", "cluster_size", *self.DEFAULTS, *self.SUPPRESSED]}

    def update(self, id, config):
        self.client.call("POST", f"{self.PATH}/{id}/edit", {**self.DEFAULTS, **config})

    def delete(self, id):
        self.client.delete(f"{self.PATH}/{id}")


class Permissions:
    """databricks_permissions of a warehouse."""

    def __init__(self, client):
        self.client = client

    def path(self, warehouse_id):
        return f"/api/2.0/permissions/sql/warehouses/{warehouse_id}"

    def me(self):
        return self.client.scim("GET", "/api/2.0/preview/scim/v2/Me")["userName"]

    def put(self, warehouse_id, entries, owner):
        body = entries + [{"user_name": owner, "permission_level": "IS_OWNER"}]
        self.client.call("PUT", self.path(warehouse_id), {"access_control_list": body})

    def create(self, warehouse_id, entries):
        """Whoever runs it stays in, and owns the warehouse if nobody else is said to."""
        me = self.me()
        self.put(warehouse_id, [*entries, {"user_name": me, "permission_level": "CAN_MANAGE"}], me)

    update = create

    def read(self, warehouse_id):
        """Without administrators, itself and what is inherited."""
        me = self.me()
        found = self.client.call("GET", self.path(warehouse_id))
        if found["object_type"] != "warehouses" or found["object_id"] != f"/sql/warehouses/{warehouse_id}":
            raise Refused(200, f"the permissions are of {found['object_type']} {found['object_id']}")
        entries = []
        for entry in found["access_control_list"]:
            who = {name: entry[name] for name in ("user_name", "group_name", "service_principal_name")
                   if entry.get(name)}
            direct = [p["permission_level"] for p in entry["all_permissions"] if not p.get("inherited")]
            if direct and "admins" not in who.values() and me not in who.values():
                entries.append({**who, "permission_level": direct[0]})
        return entries

    def delete(self, warehouse_id):
        """Leaves it to who made it."""
        self.client.call("GET", self.path(warehouse_id))
        creator = self.client.call("GET", f"{SqlEndpoint.PATH}/{warehouse_id}")["creator_name"]
        self.put(warehouse_id, [{"user_name": self.me(), "permission_level": "CAN_MANAGE"}], creator)


class Data:
    """Its data sources, as far as the guide has use for them."""

    def __init__(self, client):
        self.client = client

    def current_user(self):
        return self.client.scim("GET", "/api/2.0/preview/scim/v2/Me")["userName"]

    def service_principal(self, display_name):
        [found] = self.client.scim("GET", "/api/2.0/preview/scim/v2/ServicePrincipals", query={
            "filter": f'displayName eq "{display_name}"', "excludedAttributes": "roles"})["Resources"]
        return found["applicationId"]

    def group(self, display_name):
        [found] = self.client.scim("GET", "/api/2.0/preview/scim/v2/Groups", query={
            "filter": f'displayName eq "{display_name}"'})["Resources"]
        return found["displayName"]

    def sql_warehouse(self, name):
        [found] = [w for w in self.client.call("GET", SqlEndpoint.PATH)["warehouses"] if w["name"] == name]
        return found["id"]

    def current_metastore(self):
        return self.client.call("GET", "/api/2.1/unity-catalog/metastore_summary")["metastore_id"]

    def names(self, what, **query):
        """databricks_catalogs, databricks_schemas and databricks_tables."""
        found, token = [], None
        while True:
            page = self.client.call("GET", f"/api/2.1/unity-catalog/{what}", query={
                **query, "max_results": 0, **({"page_token": token} if token else {})})
            found += [item["name"] for item in page.get(what, [])]
            token = page.get("next_page_token")
            if not token:
                return sorted(found)
