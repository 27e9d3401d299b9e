#include "providers/databricks/logins.h"

#include "providers/databricks/login/credential_text.h"
#include "providers/databricks/login/token_request.h"

namespace dgctl::providers {

std::string account_tokens(const std::string& account_id) {
  return "/oidc/accounts/" + percent_encoded(account_id) + "/v1/token";
}

void WorkspaceLogins::prove(const std::string& client_id,
                            const engine::Secret& secret,
                            std::stop_token stop) {
  Request request = client_credentials_request(tokens_);
  std::string& credentials = request.headers.back().second;
  const engine::WipedAtEnd wiped_credentials(credentials);
  write_basic(credentials, client_id, secret);
  SecretForms secrets(secret);
  secrets.add_text(std::string_view(credentials).substr(6));
  ask_for_token(
      {transport_, clock_}, request, {"the login as " + client_id, secrets}, std::move(stop));
}

}  // namespace dgctl::providers
