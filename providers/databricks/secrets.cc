#include "providers/databricks/secrets.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "engine/model/secret_json.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;
using engine::SecretInfo;

/// Without an id a path names all secrets, or nobody's.
std::string part_of_path(const std::string& id, const char* what) {
  if (id.empty()) throw ProviderError(ErrorClass::Ours, std::string("no ") + what + " was given");
  return percent_encoded(id);
}

std::string secrets_path(const std::string& principals, const std::string& principal_id) {
  return principals + "/" + part_of_path(principal_id, "id of a service principal") +
         "/credentials/secrets";
}

SecretInfo info_in(const engine::Fields& body) {
  return {needed_text_in(body, "id"),
          text_in(body, "secret_hash"),
          text_in(body, "create_time"),
          text_in(body, "expire_time")};
}

/// What is in the answer to making one. Nothing where a part that is needed is missing.
std::optional<engine::IssuedSecret> issued_in(std::string& body) {
  std::optional<engine::Secret> value = engine::take_member(body, "secret");
  if (!value || value->reveal([](auto text) { return text.empty(); })) return std::nullopt;
  try {
    return engine::IssuedSecret{info_in(parsed_object(body)), std::move(*value)};
  } catch (const UnexpectedForm&) {
    return std::nullopt;
  }
}

ProviderError without_secret(const std::string& path) {
  ProviderError error(
      ErrorClass::Transient,
      "POST " + path + " was answered without the id and the value of a secret; run again");
  error.may_have_happened = true;
  return error;
}

}  // namespace

std::string account_principals(const std::string& account_id) {
  return account_path(account_id, "/servicePrincipals");
}

engine::ReadResult read_secrets(Rest& rest,
                                const std::string& principal_id,
                                const std::stop_token& stop,
                                const std::string& principals) {
  const std::string path = secrets_path(principals, principal_id);
  std::vector<SecretInfo> all;
  const auto add = [&](const std::string& page) {
    const engine::Fields body = parsed_object(page);
    for (const engine::Value& secret : listed_in(body, "secrets")) {
      all.push_back(info_in(as_object(secret, "a secret")));
    }
  };
  try {
    rest.pages(path, {}, add, stop);
  } catch (const ProviderError& error) {
    // Secrets of who is not in the workspace are there and are not shown.
    if (error.error_class == ErrorClass::NotVisible) return engine::Hidden{"", error.what()};
    return not_found_or_hidden(error);
  } catch (const UnexpectedForm& error) {
    throw ProviderError(
        ErrorClass::Invalid,
        "GET " + path + " was answered in a form that is not the API's: " + error.what());
  }
  std::sort(all.begin(), all.end(), [](const SecretInfo& a, const SecretInfo& b) {
    return std::tie(a.created, a.id) < std::tie(b.created, b.id);
  });
  return engine::Found{std::move(all)};
}

engine::IssuedSecret WorkspaceSecrets::issue(const std::string& principal_id,
                                             std::chrono::seconds lifetime,
                                             std::stop_token stop) {
  const std::string path = secrets_path(principals_, principal_id);
  std::string body =
      rest_.send_confidential(Method::Post,
                              path,
                              R"({"lifetime":")" + std::to_string(lifetime.count()) + R"(s"})",
                              Repeat::OnlyIfNotTaken,
                              stop);
  const engine::WipedAtEnd wiped(body);
  std::optional<engine::IssuedSecret> issued = issued_in(body);
  if (issued) return std::move(*issued);
  throw without_secret(path);
}

void WorkspaceSecrets::retire(const std::string& principal_id,
                              const std::string& secret_id,
                              std::stop_token stop) {
  const std::string path =
      secrets_path(principals_, principal_id) + "/" + part_of_path(secret_id, "id of a secret");
  try {
    rest_.send(Method::Delete, path, {}, Repeat::Safe, stop);
  } catch (const ProviderError& error) {
    if (error.error_class != ErrorClass::NotFound) throw;
  }
}

}  // namespace dgctl::providers
