"""The same as terraform_provider.py, of what Unity Catalog keeps."""
from terraform_provider import Refused


def path_of(kind, name):
    """Where what is granted on it is."""
    return f"/api/2.1/unity-catalog/permissions/{kind}/{name}"


class Catalog:
    """databricks_catalog."""

    PATH = "/api/2.1/unity-catalog/catalogs"

    def __init__(self, client):
        self.client = client

    def create(self, name, config):
        """Without the schema that each new one has."""
        self.client.call("POST", self.PATH, {"name": name, **config})
        self.client.call("DELETE", f"/api/2.1/unity-catalog/schemas/{name}.default")

    def read(self, name):
        found = self.client.call("GET", f"{self.PATH}/{name}")
        return {"name": found["name"], "comment": found.get("comment", ""), "owner": found["owner"],
                "isolation_mode": found["isolation_mode"], "properties": found.get("properties", {}),
                "storage_root": found.get("storage_root", "")}

    def update(self, name, owner, config):
        """The owner first, by itself."""
        self.client.call("PATCH", f"{self.PATH}/{name}", {"owner": owner})
        self.client.call("PATCH", f"{self.PATH}/{name}", config)

    def isolate(self, name):
        """Which binds the workspace that it is run in."""
        self.client.call("PATCH", f"{self.PATH}/{name}", {"isolation_mode": "ISOLATED"})
        here = self.client.call("GET", "/api/2.1/unity-catalog/current-metastore-assignment")["workspace_id"]
        self.client.call("PATCH", f"/api/2.1/unity-catalog/bindings/catalog/{name}", {"add": [
            {"workspace_id": here, "binding_type": "BINDING_TYPE_READ_WRITE"}]})

    def delete(self, name):
        self.client.delete(f"{self.PATH}/{name}")


class Schema:
    """databricks_schema."""

    PATH = "/api/2.1/unity-catalog/schemas"

    def __init__(self, client):
        self.client = client

    def create(self, catalog, name, config):
        return self.client.call("POST", self.PATH, {"catalog_name": catalog, "name": name, **config})["full_name"]

    def read(self, full_name):
        found = self.client.call("GET", f"{self.PATH}/{full_name}")
        return {"catalog_name": found["catalog_name"], "name": found["name"], "comment": found.get("comment", "")}

    def delete(self, full_name):
        self.client.delete(f"{self.PATH}/{full_name}")


class Grant:
    """databricks_grant: one principal's privileges, whatever others have."""

    def __init__(self, client):
        self.client = client

    def read(self, kind, name, principal):
        found = self.client.call("GET", path_of(kind, name)).get("privilege_assignments", [])
        return {word for one in found if one["principal"] == principal for word in one["privileges"]}

    def update(self, kind, name, principal, privileges):
        had = self.read(kind, name, principal)
        change = {"principal": principal, "add": sorted(privileges - had), "remove": sorted(had - privileges)}
        change = {member: value for member, value in change.items() if value}
        if len(change) > 1:
            self.client.call("PATCH", path_of(kind, name), {"changes": [change]})
        if self.read(kind, name, principal) != privileges:
            raise Refused(200, f"{kind} {name} is not granted as asked")

    create = update

    def delete(self, kind, name, principal):
        self.update(kind, name, principal, set())


class Grants:
    """databricks_grants: all of a securable."""

    def __init__(self, client):
        self.client = client

    def read(self, kind, name):
        found = self.client.call("GET", path_of(kind, name)).get("privilege_assignments", [])
        return {one["principal"]: set(one["privileges"]) for one in found}

    def update(self, kind, name, wanted):
        """Sent even where there is nothing to change."""
        had = self.read(kind, name)
        changes = []
        for principal in sorted({*had, *wanted}):
            old, new = had.get(principal, set()), wanted.get(principal, set())
            deltas = {"add": sorted(new - old), "remove": sorted(old - new)}
            if old != new:
                changes.append({"principal": principal, **{word: list for word, list in deltas.items() if list}})
        self.client.call("PATCH", path_of(kind, name), {"changes": changes} if changes else {})
        if self.read(kind, name) != wanted:
            raise Refused(200, f"{kind} {name} is not granted as asked")

    create = update
