"""The official Python SDK, and what is read with it."""
import sys

import fetching
import serving

PIN = "databricks-sdk==0.133.0"


def fetch(what, cache):
    """Makes it importable, with no credentials but those that a test names."""
    sys.path.insert(0, str(fetching.python_package(what, cache, PIN)))
    serving.clean_environment()


def pages(get):
    """All that `get` answers, given one page's token for the next."""
    token = None
    while True:
        page = get(token)
        yield page
        token = page.next_page_token
        if not token:
            return


def grants_on(client, kind, name):
    """The direct privileges of everybody."""
    found = {}
    for page in pages(lambda token: client.grants.get(kind, name, max_results=0, page_token=token)):
        for assignment in page.privilege_assignments or []:
            found.setdefault(assignment.principal, set()).update(p.value for p in assignment.privileges)
    return found


def levels_on(client, warehouse_id, form="warehouses"):
    """Who may do what with a warehouse, with whether that is inherited."""
    return {entry.service_principal_name or entry.user_name or entry.group_name:
            [(p.permission_level.value, p.inherited) for p in entry.all_permissions]
            for entry in client.permissions.get(form, warehouse_id).access_control_list}


def securables(client):
    """Every catalog, schema and table that it sees, as kind and full name, but for what Databricks fills."""
    for catalog in client.catalogs.list(include_browse=True):
        yield "catalog", catalog.name
        for schema in client.schemas.list(catalog.name):
            if schema.name == "information_schema":
                continue
            yield "schema", schema.full_name
            for table in client.tables.list(catalog.name, schema.name, omit_columns=True, omit_properties=True):
                yield "table", table.full_name
