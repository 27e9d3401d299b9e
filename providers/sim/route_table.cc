#include "providers/sim/route_table.h"

#include <array>

#include "providers/sim/handlers.h"
#include "providers/sim/statements.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::string_view kTableList =
    "catalog_name schema_name include_browse include_delta_metadata include_manifest_capabilities "
    "max_results omit_columns omit_properties omit_username page_token";
constexpr std::string_view kScimOne = "attributes excludedAttributes";
constexpr std::string_view kScimList =
    "attributes excludedAttributes filter sortBy sortOrder startIndex count";

constexpr std::string_view kPage = "page_size page_token";

constexpr auto kRoutes = std::to_array<Route>({
    {Method::Get, "/.well-known/databricks-config", "", get_host_metadata},
    {Method::Get,
     "/api/2.1/unity-catalog/current-metastore-assignment",
     "",
     get_metastore_assignment},
    {Method::Get, "/api/2.1/unity-catalog/metastore_summary", "", get_metastore_summary},
    {Method::Post, "/api/2.1/unity-catalog/catalogs", "", create_catalog},
    {Method::Get,
     "/api/2.1/unity-catalog/catalogs",
     "include_browse include_unbound max_results page_token",
     list_catalogs},
    {Method::Get, "/api/2.1/unity-catalog/catalogs/{}", "include_browse", get_catalog},
    {Method::Patch, "/api/2.1/unity-catalog/catalogs/{}", "", update_catalog},
    {Method::Delete, "/api/2.1/unity-catalog/catalogs/{}", "force", delete_catalog},
    {Method::Post, "/api/2.1/unity-catalog/schemas", "", create_schema},
    {Method::Get,
     "/api/2.1/unity-catalog/schemas",
     "catalog_name include_browse max_results page_token",
     list_schemas},
    {Method::Get, "/api/2.1/unity-catalog/schemas/{}", "include_browse", get_schema},
    {Method::Patch, "/api/2.1/unity-catalog/schemas/{}", "", update_schema},
    {Method::Delete, "/api/2.1/unity-catalog/schemas/{}", "force", delete_schema},
    {Method::Get, "/api/2.1/unity-catalog/tables", kTableList, list_tables},
    {Method::Get,
     "/api/2.1/unity-catalog/tables/{}",
     "include_browse include_delta_metadata include_manifest_capabilities",
     get_table},
    {Method::Get, "/api/2.1/unity-catalog/tables/{}/exists", "", get_table_exists},
    {Method::Patch, "/api/2.1/unity-catalog/tables/{}", "", update_table},
    {Method::Delete, "/api/2.1/unity-catalog/tables/{}", "", delete_table},
    {Method::Get,
     "/api/2.1/unity-catalog/permissions/{}/{}",
     "principal max_results page_token",
     get_permissions},
    {Method::Patch, "/api/2.1/unity-catalog/permissions/{}/{}", "", update_permissions},
    {Method::Get,
     "/api/2.1/unity-catalog/effective-permissions/{}/{}",
     "principal max_results page_token",
     get_effective_permissions},
    {Method::Get, "/api/2.1/unity-catalog/bindings/{}/{}", "max_results page_token", get_bindings},
    {Method::Patch, "/api/2.1/unity-catalog/bindings/{}/{}", "", update_bindings},
    {Method::Get, "/api/2.0/ip-access-lists", "", list_ip_access_lists},
    {Method::Get, "/api/2.0/workspace-conf", "keys", get_workspace_conf},
    {Method::Get, "/api/2.0/preview/scim/v2/Me", kScimOne, get_me},
    {Method::Get, "/api/2.0/preview/scim/v2/Users", kScimList, list_users},
    {Method::Get, "/api/2.0/preview/scim/v2/Users/{}", kScimOne, get_user},
    {Method::Get, "/api/2.0/preview/scim/v2/Groups", kScimList, list_groups},
    {Method::Get, "/api/2.0/preview/scim/v2/Groups/{}", kScimOne, get_group},
    {Method::Get, "/api/2.0/preview/scim/v2/ServicePrincipals", kScimList, list_service_principals},
    {Method::Get, "/api/2.0/preview/scim/v2/ServicePrincipals/{}", kScimOne, get_service_principal},
    {Method::Post, "/api/2.0/preview/scim/v2/ServicePrincipals", "", create_service_principal},
    {Method::Patch, "/api/2.0/preview/scim/v2/ServicePrincipals/{}", "", update_service_principal},
    {Method::Put, "/api/2.0/preview/scim/v2/ServicePrincipals/{}", "", replace_service_principal},
    {Method::Delete, "/api/2.0/preview/scim/v2/ServicePrincipals/{}", "", delete_service_principal},
    {Method::Get, "/api/2.0/account/scim/v2/Users", kScimList, list_users},
    {Method::Get, "/api/2.0/account/scim/v2/Groups", kScimList, list_groups},
    {Method::Get, "/api/2.0/account/scim/v2/ServicePrincipals", kScimList, list_service_principals},
    {Method::Get, "/api/2.0/accounts/{}/scim/v2/Users", kScimList, list_users},
    {Method::Get, "/api/2.0/accounts/{}/scim/v2/Users/{}", kScimOne, get_user},
    {Method::Get, "/api/2.0/accounts/{}/scim/v2/Groups", kScimList, list_groups},
    {Method::Get, "/api/2.0/accounts/{}/scim/v2/Groups/{}", kScimOne, get_group},
    {Method::Get,
     "/api/2.0/accounts/{}/scim/v2/ServicePrincipals",
     kScimList,
     list_service_principals},
    {Method::Get,
     "/api/2.0/accounts/{}/scim/v2/ServicePrincipals/{}",
     kScimOne,
     get_service_principal},
    {Method::Post, "/api/2.0/accounts/{}/scim/v2/ServicePrincipals", "", create_service_principal},
    {Method::Patch,
     "/api/2.0/accounts/{}/scim/v2/ServicePrincipals/{}",
     "",
     update_service_principal},
    {Method::Put,
     "/api/2.0/accounts/{}/scim/v2/ServicePrincipals/{}",
     "",
     replace_service_principal},
    {Method::Delete,
     "/api/2.0/accounts/{}/scim/v2/ServicePrincipals/{}",
     "",
     delete_service_principal},
    {Method::Post, "/api/2.0/accounts/servicePrincipals/{}/credentials/secrets", "", create_secret},
    {Method::Get,
     "/api/2.0/accounts/servicePrincipals/{}/credentials/secrets",
     kPage,
     list_secrets},
    {Method::Delete,
     "/api/2.0/accounts/servicePrincipals/{}/credentials/secrets/{}",
     "",
     delete_secret},
    {Method::Post,
     "/api/2.0/accounts/{}/servicePrincipals/{}/credentials/secrets",
     "",
     create_secret},
    {Method::Get,
     "/api/2.0/accounts/{}/servicePrincipals/{}/credentials/secrets",
     kPage,
     list_secrets},
    {Method::Delete,
     "/api/2.0/accounts/{}/servicePrincipals/{}/credentials/secrets/{}",
     "",
     delete_secret},
    {Method::Get, "/api/2.0/preview/permissionassignments", "", list_workspace_assignments},
    {Method::Post, "/api/2.0/preview/permissionassignments", "", create_workspace_assignments},
    {Method::Put,
     "/api/2.0/preview/permissionassignments/principals/{}",
     "",
     update_workspace_assignment},
    {Method::Delete,
     "/api/2.0/preview/permissionassignments/principals/{}",
     "",
     delete_workspace_assignment},
    {Method::Get, "/api/2.0/accounts/{}/workspaces", "", list_workspaces},
    {Method::Get, "/api/2.0/accounts/{}/workspaces/{}", "", get_workspace},
    {Method::Get,
     "/api/2.0/accounts/{}/workspaces/{}/permissionassignments",
     "",
     list_workspace_assignments},
    {Method::Put,
     "/api/2.0/accounts/{}/workspaces/{}/permissionassignments/principals/{}",
     "",
     update_workspace_assignment},
    {Method::Delete,
     "/api/2.0/accounts/{}/workspaces/{}/permissionassignments/principals/{}",
     "",
     delete_workspace_assignment},
    {Method::Get,
     "/api/2.0/accounts/{}/workspaces/{}/permissionassignments/permissions",
     "",
     get_workspace_permissions},
    {Method::Post, "/api/2.0/sql/warehouses", "", create_warehouse},
    {Method::Get,
     "/api/2.0/sql/warehouses",
     "page_size page_token run_as_user_id",
     list_warehouses},
    {Method::Get, "/api/2.0/sql/warehouses/{}", "", get_warehouse},
    {Method::Post, "/api/2.0/sql/warehouses/{}/edit", "", edit_warehouse},
    {Method::Post, "/api/2.0/sql/warehouses/{}/start", "", start_warehouse},
    {Method::Post, "/api/2.0/sql/warehouses/{}/stop", "", stop_warehouse},
    {Method::Delete, "/api/2.0/sql/warehouses/{}", "", delete_warehouse},
    {Method::Post, "/api/2.0/sql/statements", "", execute_statement},
    {Method::Get, "/api/2.0/sql/statements/{}", "", get_statement},
    {Method::Get, "/api/2.0/sql/statements/{}/result/chunks/{}", "", get_statement_chunk},
    {Method::Post, "/api/2.0/sql/statements/{}/cancel", "", cancel_statement},
    {Method::Post, kOwnSqlPath, "", run_statement},
    {Method::Get, "/api/2.0/preview/sql/data_sources", "", list_data_sources},
    {Method::Get, "/api/2.0/permissions/warehouses/{}", "", get_warehouse_permissions},
    {Method::Put, "/api/2.0/permissions/warehouses/{}", "", replace_warehouse_permissions},
    {Method::Patch, "/api/2.0/permissions/warehouses/{}", "", update_warehouse_permissions},
    {Method::Get,
     "/api/2.0/permissions/warehouses/{}/permissionLevels",
     "",
     get_warehouse_permission_levels},
    {Method::Get, "/api/2.0/permissions/sql/warehouses/{}", "", get_warehouse_permissions},
    {Method::Put, "/api/2.0/permissions/sql/warehouses/{}", "", replace_warehouse_permissions},
    {Method::Patch, "/api/2.0/permissions/sql/warehouses/{}", "", update_warehouse_permissions},
    {Method::Get,
     "/api/2.0/permissions/sql/warehouses/{}/permissionLevels",
     "",
     get_warehouse_permission_levels},
    {Method::Get, "/oidc/.well-known/oauth-authorization-server", "", get_token_endpoint},
    {Method::Post, "/oidc/v1/token", "", create_token},
    {Method::Get,
     "/oidc/accounts/{}/.well-known/oauth-authorization-server",
     "",
     get_account_token_endpoint},
    {Method::Post, "/oidc/accounts/{}/v1/token", "", create_account_token},
});

}  // namespace

std::span<const Route> routes() { return kRoutes; }

Plane plane_of(std::string_view path) {
  if (path.starts_with("/.well-known/") || path.starts_with("/oidc/")) return Plane::Open;
  if (path.starts_with("/api/2.0/account/")) return Plane::AccountProxy;
  const bool is_account = path.starts_with("/api/2.0/accounts/") &&
                          !path.starts_with("/api/2.0/accounts/servicePrincipals/");
  return is_account ? Plane::Account : Plane::Workspace;
}

bool is_scim(std::string_view path) {
  return path.starts_with("/api/2.0/") && path.find("/scim/v2/") != std::string_view::npos;
}

bool is_token_request(Method method, std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  return method == Method::Post && path.starts_with("/oidc/") && path.ends_with("/v1/token");
}

}  // namespace dgctl::providers::sim
