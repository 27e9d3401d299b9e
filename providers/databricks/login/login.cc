#include "providers/databricks/login/login.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/model/host.h"
#include "providers/databricks/login/azure.h"
#include "providers/databricks/login/cli_tokens.h"
#include "providers/databricks/login/client_credentials.h"
#include "providers/databricks/login/id_tokens.h"
#include "providers/databricks/login/no_credentials.h"
#include "providers/databricks/login/strategies.h"
#include "providers/databricks/login/token_cache.h"

namespace dgctl::providers {
namespace {

void add_header(Request& request,
                const char* name,
                std::string_view scheme,
                const engine::Secret& secret) {
  secret.reveal([&](std::string_view value) {
    auto& [header, text] = request.headers.emplace_back(name, std::string());
    text.reserve(scheme.size() + 1 + value.size());
    if (!scheme.empty()) text.append(scheme) += ' ';
    text += value;
  });
}

/// pat: the same for every request.
class FixedToken : public Credentials {
 public:
  explicit FixedToken(const engine::Secret& token) : token_(token) {}
  std::uint64_t authorize(Request& request, const std::stop_token& /*stop*/) override {
    add_header(request, "Authorization", "Bearer", token_);
    return 0;
  }
  bool renew(std::uint64_t /*refused*/) override { return false; }

 private:
  const engine::Secret& token_;
};

/// basic: a user and a password.
class UserAndPassword : public Credentials {
 public:
  UserAndPassword(std::string user, const engine::Secret& password)
      : user_(std::move(user)), password_(password) {}
  std::uint64_t authorize(Request& request, const std::stop_token& /*stop*/) override {
    auto& text = request.headers.emplace_back("Authorization", std::string()).second;
    password_.reveal([&](std::string_view value) {
      std::string plain;
      const engine::WipedAtEnd wiped(plain);
      plain.reserve(user_.size() + value.size() + 1);
      plain.append(user_).append(":").append(value);
      text.reserve(2 * plain.size() + 16);
      text += "Basic ";
      append_base64(text, plain);
    });
    return 0;
  }
  bool renew(std::uint64_t /*refused*/) override { return false; }

 private:
  std::string user_;
  const engine::Secret& password_;
};

/// Tokens that end, and what they are made from.
class RenewedToken : public Credentials {
 public:
  RenewedToken(std::unique_ptr<TokenSource> source, engine::Clock& clock)
      : source_(std::move(source)), cache_(*source_, clock) {}
  std::uint64_t authorize(Request& request, const std::stop_token& stop) override {
    return cache_.with_token(
        [&](const Token& token) { add_header(request, "Authorization", token.type, token.value); },
        stop);
  }
  bool renew(std::uint64_t refused) override {
    cache_.discard(refused);
    return true;
  }

 private:
  std::unique_ptr<TokenSource> source_;
  TokenCache cache_;
};

/// oauth-m2m.
class M2mSource : public TokenSource {
 public:
  M2mSource(Client client, const engine::Secret& secret, TokenHost host, const LoginEdges& edges)
      : endpoint_(std::move(host), edges.hosts, edges.clock),
        source_(std::move(client), secret, endpoint_) {}
  Token fetch(const std::stop_token& stop) override { return source_.fetch(stop); }

 private:
  TokenEndpoint endpoint_;
  ClientCredentials source_;
};

/// Workload identity federation.
class FederatedSource : public TokenSource {
 public:
  FederatedSource(Client client,
                  std::string audience,
                  std::unique_ptr<IdTokens> ids,
                  TokenHost host,
                  const LoginEdges& edges)
      : ids_(std::move(ids)),
        endpoint_(std::move(host), edges.hosts, edges.clock),
        source_(std::move(client), std::move(audience), *ids_, endpoint_, edges.hosts) {}
  Token fetch(const std::stop_token& stop) override { return source_.fetch(stop); }

 private:
  std::unique_ptr<IdTokens> ids_;
  TokenEndpoint endpoint_;
  TokenExchange source_;
};

/// azure-client-secret: a token for Databricks, and where the workspace is named by its resource
/// one for who manages that, since such a principal need not be of the workspace yet.
class AzureCredentials : public Credentials {
 public:
  AzureCredentials(const Client& client,
                   const Login& login,
                   const AzureCloud& cloud,
                   const LoginEdges& edges)
      : resource_(login.settings.text("azure_workspace_resource_id")),
        tenant_(login.settings.text("azure_tenant_id"), login.report.host, edges.hosts),
        token_edges_{edges.hosts.open(cloud.login), edges.clock},
        source_(client,
                login.settings.secret("azure_client_secret"),
                {cloud.login, kAzureDatabricks},
                tenant_,
                token_edges_),
        manager_(client,
                 login.settings.secret("azure_client_secret"),
                 {cloud.login, cloud.management},
                 tenant_,
                 token_edges_),
        tokens_(source_, edges.clock),
        managers_tokens_(manager_, edges.clock) {}

  std::uint64_t authorize(Request& request, const std::stop_token& stop) override {
    if (!resource_.empty()) {
      managers_tokens_.with_token(
          [&](const Token& token) {
            add_header(request, "X-Databricks-Azure-SP-Management-Token", "", token.value);
          },
          stop);
      request.headers.emplace_back("X-Databricks-Azure-Workspace-Resource-Id", resource_);
    }
    return tokens_.with_token(
        [&](const Token& token) { add_header(request, "Authorization", token.type, token.value); },
        stop);
  }
  bool renew(std::uint64_t refused) override {
    tokens_.discard(refused);
    return true;
  }

 private:
  std::string resource_;
  AzureTenant tenant_;
  TokenEdges token_edges_;
  AzureClientSecret source_, manager_;
  TokenCache tokens_, managers_tokens_;
};

/// The scopes that tokens are asked for, separated as OAuth has it: sorted, each once.
std::string scopes_of(const std::string& written) {
  std::vector<std::string> scopes;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t end = std::min(written.find(',', at), written.size());
    const std::string part = written.substr(at, end - at);
    const std::size_t begin = part.find_first_not_of(" \t");
    if (begin != std::string::npos) {
      scopes.push_back(part.substr(begin, part.find_last_not_of(" \t") + 1 - begin));
    }
    at = end + 1;
  }
  std::sort(scopes.begin(), scopes.end());
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  std::string text;
  for (const std::string& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text.empty() ? "all-apis" : text;
}

/// The program that the environment, and not a file, says may be run; "": none.
std::string cli_program(const Settings& settings) {
  const auto from_environment = [&](std::string_view key) {
    const auto it = settings.values.find(key);
    const bool is_there =
        it != settings.values.end() && it->second.source == SettingSource::Environment;
    return is_there ? it->second.text : std::string();
  };
  std::string program = from_environment("databricks_cli_path");
  if (!program.empty()) return program;
  return from_environment("auth_type") == "databricks-cli" ? "databricks" : std::string();
}

CliAccount cli_account(const LoginRequest& request,
                       const Settings& settings,
                       const std::string& host) {
  return {host, request.account_id, cli_program(settings), request.may_run_programs};
}

/// The host that the CLI's login is looked for, before anything is decided.
std::string likely_host(const LoginRequest& request, const Settings& settings) {
  if (!request.host.empty()) return request.host;
  return settings.environment_host.empty() ? settings.profile_host : settings.environment_host;
}

void require_host(const LoginRequest& request, const Login& login) {
  if (!login.report.host.empty()) return;
  const Settings& settings = login.settings;
  std::string text = "no host is named: ";
  if (!settings.file_exists) {
    text += "there is no " + settings.file;
    if (!settings.profile.empty()) {
      text += ", which is to have the profile '" + settings.profile + "' (" + request.profile_from +
              ")";
    }
  } else if (settings.profile.empty()) {
    text += settings.file + " has no profile DEFAULT, and none is named";
  } else {
    text += settings.profile_text() + " has no host";
  }
  const std::string key = request.account_id.empty() ? "workspace" : "account";
  throw LoginSettingsError(text + ", and DATABRICKS_HOST is not set; write host under " + key +
                           ": or into the profile");
}

void check_verification(Login& login) {
  const Settings& settings = login.settings;
  if (!truth_of(settings.text("skip_verify")).value_or(false)) return;
  if (!engine::is_loopback(login.report.host)) {
    throw LoginSettingsError(settings.where("skip_verify") +
                             " is true, but certificates are always verified, except on this "
                             "machine; take it out, and have SSL_CERT_FILE name the authority's "
                             "certificate");
  }
  login.verifies = false;
}

std::unique_ptr<IdTokens> id_tokens(const Login& login, const LoginEdges& edges) {
  const Settings& settings = login.settings;
  if (login.report.strategy == "env-oidc") {
    return std::make_unique<IdTokenOfVariable>(id_token_variable(settings), edges.surroundings);
  }
  if (login.report.strategy == "file-oidc") {
    return std::make_unique<IdTokenOfFile>(settings.text("databricks_id_token_filepath"),
                                           edges.surroundings);
  }
  return std::make_unique<IdTokenOfGithub>(settings.text("actions_id_token_request_url"),
                                           settings.secret("actions_id_token_request_token"),
                                           edges.hosts,
                                           edges.clock);
}

std::unique_ptr<Credentials> azure_credentials(const Client& client,
                                               const Login& login,
                                               const LoginEdges& edges) {
  const auto cloud = azure_cloud(login.settings.text("azure_environment"));
  if (!cloud) {
    throw LoginSettingsError(login.settings.where("azure_environment") +
                             " is none of PUBLIC, USGOVERNMENT and CHINA");
  }
  return std::make_unique<AzureCredentials>(client, login, *cloud, edges);
}

}  // namespace

std::string called(const LoginReport& report) {
  return report.strategy + " of " + report.credentials_from;
}

Login find_login(const LoginRequest& request, Surroundings& surroundings) {
  Login login{request, read_settings(request, surroundings), {}, {}, true};
  const CliAccount account =
      cli_account(request, login.settings, likely_host(request, login.settings));
  const CliCacheLook cache =
      account.host.empty() ? CliCacheLook{} : look_into_cli_cache(account, surroundings);
  const CliLogin cli{cache.has_login,
                     account.may_be_asked(),
                     kCliCache,
                     cache.broken,
                     !account.program.empty() && !account.may_run};
  login.report = choose_login(request, login.settings, cli, surroundings);
  if (login.report.strategy.empty()) {
    login.report.none = no_credentials(request, login.settings, login.report);
  }
  login.workspace_id = login.settings.text("workspace_id");
  require_host(request, login);
  require_bound(request, login.settings, login.report);
  require_sendable(login.settings, login.report);
  check_verification(login);
  return login;
}

void require_credentials(const Login& login) {
  if (!login.report.none) return;
  throw engine::ProviderError(engine::ErrorClass::Unauthenticated,
                              no_credentials_text(*login.report.none));
}

std::unique_ptr<Credentials> make_credentials(const Login& login, const LoginEdges& edges) {
  require_credentials(login);
  const Settings& settings = login.settings;
  const std::string& strategy = login.report.strategy;
  if (strategy == "pat") return std::make_unique<FixedToken>(settings.secret("token"));
  if (strategy == "basic") {
    return std::make_unique<UserAndPassword>(settings.text("username"),
                                             settings.secret("password"));
  }
  if (strategy == "databricks-cli") {
    return std::make_unique<RenewedToken>(
        std::make_unique<CliTokens>(cli_account(login.request, settings, login.report.host),
                                    edges.surroundings,
                                    edges.clock),
        edges.clock);
  }
  const Client client{
      login.report.client_id, login.report.credentials_from, scopes_of(settings.text("scopes"))};
  if (strategy == "azure-client-secret") return azure_credentials(client, login, edges);
  const TokenHost host{login.report.host, login.request.account_id, settings.text("discovery_url")};
  std::unique_ptr<TokenSource> source;
  if (strategy == "oauth-m2m") {
    source = std::make_unique<M2mSource>(client, settings.secret("client_secret"), host, edges);
  } else {
    source = std::make_unique<FederatedSource>(
        client, settings.text("audience"), id_tokens(login, edges), host, edges);
  }
  return std::make_unique<RenewedToken>(std::move(source), edges.clock);
}

std::unique_ptr<Credentials> make_client_credentials(const Client& client,
                                                     const engine::Secret& secret,
                                                     const TokenHost& host,
                                                     const LoginEdges& edges) {
  return std::make_unique<RenewedToken>(std::make_unique<M2mSource>(client, secret, host, edges),
                                        edges.clock);
}

}  // namespace dgctl::providers
