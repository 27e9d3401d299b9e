#pragma once

#include "providers/sim/call.h"
#include "providers/sim/state.h"

// One function a route: what the workspace answers, and how it changes. They do no I/O, depend on
// their arguments only, and throw Refusal or JsonError before they change anything. Bodies and
// answers are those of the API. One file a kind of resource.

namespace dgctl::providers::sim {

// metastore.cc
Response get_host_metadata(State& state, const Call& call);
Response get_metastore_assignment(State& state, const Call& call);
Response get_metastore_summary(State& state, const Call& call);

// catalogs.cc, catalog_update.cc
Response create_catalog(State& state, const Call& call);
Response list_catalogs(State& state, const Call& call);
Response get_catalog(State& state, const Call& call);
Response update_catalog(State& state, const Call& call);
Response delete_catalog(State& state, const Call& call);

// schemas.cc
Response create_schema(State& state, const Call& call);
Response list_schemas(State& state, const Call& call);
Response get_schema(State& state, const Call& call);
Response update_schema(State& state, const Call& call);
Response delete_schema(State& state, const Call& call);

// external_locations.cc
Response create_external_location(State& state, const Call& call);
Response list_external_locations(State& state, const Call& call);
Response get_external_location(State& state, const Call& call);
Response update_external_location(State& state, const Call& call);
Response delete_external_location(State& state, const Call& call);

// storage_credentials.cc
Response list_storage_credentials(State& state, const Call& call);
Response get_storage_credential(State& state, const Call& call);

// tables.cc
Response list_tables(State& state, const Call& call);
Response get_table(State& state, const Call& call);
Response get_table_exists(State& state, const Call& call);
Response update_table(State& state, const Call& call);
Response delete_table(State& state, const Call& call);

// volumes.cc
Response create_volume(State& state, const Call& call);
Response list_volumes(State& state, const Call& call);
Response get_volume(State& state, const Call& call);
Response update_volume(State& state, const Call& call);
Response delete_volume(State& state, const Call& call);

// permissions.cc, effective_permissions.cc
Response get_permissions(State& state, const Call& call);
Response update_permissions(State& state, const Call& call);
Response get_effective_permissions(State& state, const Call& call);

// bindings.cc
Response get_bindings(State& state, const Call& call);
Response update_bindings(State& state, const Call& call);

// network.cc
Response list_ip_access_lists(State& state, const Call& call);
Response get_workspace_conf(State& state, const Call& call);

// me.cc, users.cc, groups.cc, group_members.cc, service_principals.cc
Response get_me(State& state, const Call& call);
Response list_users(State& state, const Call& call);
Response get_user(State& state, const Call& call);
Response list_groups(State& state, const Call& call);
Response get_group(State& state, const Call& call);
Response update_group(State& state, const Call& call);
Response list_service_principals(State& state, const Call& call);
Response get_service_principal(State& state, const Call& call);

// service_principal_writes.cc
Response create_service_principal(State& state, const Call& call);
Response update_service_principal(State& state, const Call& call);
Response replace_service_principal(State& state, const Call& call);
Response delete_service_principal(State& state, const Call& call);

// secrets.cc
Response create_secret(State& state, const Call& call);
Response list_secrets(State& state, const Call& call);
Response delete_secret(State& state, const Call& call);

// workspace_assignments.cc
Response list_workspace_assignments(State& state, const Call& call);
Response create_workspace_assignments(State& state, const Call& call);
Response update_workspace_assignment(State& state, const Call& call);
Response delete_workspace_assignment(State& state, const Call& call);
Response get_workspace_permissions(State& state, const Call& call);

// workspaces.cc
Response list_workspaces(State& state, const Call& call);
Response get_workspace(State& state, const Call& call);

// warehouses.cc, warehouse_edit.cc
Response create_warehouse(State& state, const Call& call);
Response list_warehouses(State& state, const Call& call);
Response get_warehouse(State& state, const Call& call);
Response edit_warehouse(State& state, const Call& call);
Response start_warehouse(State& state, const Call& call);
Response stop_warehouse(State& state, const Call& call);
Response delete_warehouse(State& state, const Call& call);

// statements.cc
Response execute_statement(State& state, const Call& call);
Response get_statement(State& state, const Call& call);
Response get_statement_chunk(State& state, const Call& call);
Response cancel_statement(State& state, const Call& call);
Response run_statement(State& state, const Call& call);

// data_sources.cc
Response list_data_sources(State& state, const Call& call);

// warehouse_permissions.cc
Response get_warehouse_permissions(State& state, const Call& call);
Response replace_warehouse_permissions(State& state, const Call& call);
Response update_warehouse_permissions(State& state, const Call& call);
Response get_warehouse_permission_levels(State& state, const Call& call);

// oauth.cc: of the workspace, and of the account
Response get_token_endpoint(State& state, const Call& call);
Response create_token(State& state, const Call& call);
Response get_account_token_endpoint(State& state, const Call& call);
Response create_account_token(State& state, const Call& call);

}  // namespace dgctl::providers::sim
