#include "providers/databricks/login/setting_names.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace dgctl::providers {
namespace {

constexpr bool kSecret = true;
constexpr std::array kNames{
    SettingName{"host", "DATABRICKS_HOST", ""},
    SettingName{
        "metadata_service_url", "DATABRICKS_METADATA_SERVICE_URL", "metadata-service", kSecret},
    SettingName{"account_id", "DATABRICKS_ACCOUNT_ID", ""},
    SettingName{"workspace_id", "DATABRICKS_WORKSPACE_ID", ""},
    SettingName{"token", "DATABRICKS_TOKEN", "pat", kSecret},
    SettingName{"username", "DATABRICKS_USERNAME", "basic"},
    SettingName{"password", "DATABRICKS_PASSWORD", "basic", kSecret},
    SettingName{"google_service_account", "DATABRICKS_GOOGLE_SERVICE_ACCOUNT", "google"},
    SettingName{"google_credentials", "GOOGLE_CREDENTIALS", "google", kSecret},
    SettingName{"azure_workspace_resource_id", "DATABRICKS_AZURE_RESOURCE_ID", "azure"},
    SettingName{"azure_use_msi", "ARM_USE_MSI", "azure"},
    SettingName{"azure_client_secret", "ARM_CLIENT_SECRET", "azure", kSecret},
    SettingName{"azure_client_id", "ARM_CLIENT_ID", "azure"},
    SettingName{"azure_tenant_id", "ARM_TENANT_ID", "azure"},
    SettingName{"azure_environment", "ARM_ENVIRONMENT", ""},
    SettingName{"actions_id_token_request_url", "ACTIONS_ID_TOKEN_REQUEST_URL", ""},
    SettingName{"actions_id_token_request_token", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "", kSecret},
    SettingName{"client_id", "DATABRICKS_CLIENT_ID", "oauth"},
    SettingName{"client_secret", "DATABRICKS_CLIENT_SECRET", "oauth", kSecret},
    SettingName{"scopes", "", ""},
    SettingName{"databricks_cli_path", "DATABRICKS_CLI_PATH", ""},
    SettingName{"auth_type", "DATABRICKS_AUTH_TYPE", ""},
    SettingName{"databricks_id_token_filepath", "DATABRICKS_OIDC_TOKEN_FILEPATH", "file-oidc"},
    SettingName{"oidc_token_env", "DATABRICKS_OIDC_TOKEN_ENV", "env-oidc"},
    SettingName{"skip_verify", "", ""},
    SettingName{"audience", "DATABRICKS_TOKEN_AUDIENCE", ""},
    SettingName{"discovery_url", "DATABRICKS_DISCOVERY_URL", ""},
};

}  // namespace

std::span<const SettingName> setting_names() { return kNames; }

const SettingName& setting_name(std::string_view key) {
  const auto* it = std::find_if(
      kNames.begin(), kNames.end(), [&](const SettingName& name) { return name.key == key; });
  if (it == kNames.end()) throw std::logic_error("no setting is named " + std::string(key));
  return *it;
}

}  // namespace dgctl::providers
