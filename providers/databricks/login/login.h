#pragma once

#include <memory>
#include <string>

#include "engine/edges/clock.h"
#include "providers/databricks/login/client_credentials.h"
#include "providers/databricks/login/credentials.h"
#include "providers/databricks/login/report.h"
#include "providers/databricks/login/settings.h"
#include "providers/databricks/login/token_source.h"

namespace dgctl::providers {

/// How a host is logged in to, decided and not done yet.
struct Login {
  LoginRequest request;
  Settings settings;
  LoginReport report;
  std::string workspace_id;  ///< as the settings have it; ""
  bool verifies = true;      ///< false: skip_verify, for this machine only
};

/// Reads the environment and the profiles and decides; makes no request and runs no program. The
/// report says so where there are no credentials. Throws LoginSettingsError for settings
/// that are wrong, for credentials that are not the host's, and where no host is named.
Login find_login(const LoginRequest& request, Surroundings& surroundings);

/// Throws ProviderError, Unauthenticated, that says what was tried, what each lacks and where was
/// looked, where there are no credentials.
void require_credentials(const Login& login);

/// "oauth-m2m of DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET": what messages call them.
std::string called(const LoginReport& report);

struct LoginEdges {
  Surroundings& surroundings;
  Hosts& hosts;
  engine::Clock& clock;
};
/// The credentials of a login, which outlives them. Makes no request yet.
std::unique_ptr<Credentials> make_credentials(const Login& login, const LoginEdges& edges);

/// Those of a service principal whose secret somebody else read; it outlives them. Makes no request
/// yet.
std::unique_ptr<Credentials> make_client_credentials(const Client& client,
                                                     const engine::Secret& secret,
                                                     const TokenHost& host,
                                                     const LoginEdges& edges);

}  // namespace dgctl::providers
