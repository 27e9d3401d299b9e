#include "providers/databricks/login/id_tokens.h"

#include <variant>

#include "engine/model/host.h"
#include "providers/databricks/login/token_endpoint.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

/// An ID token without the line end that files and commands leave behind it. `from`: what it is
/// from, in words.
engine::Secret token_from(std::string&& text, const std::string& from) {
  const engine::WipedAtEnd wiped(text);  // a short text is copied when it is moved
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  if (end == std::string::npos) {
    throw ProviderError(ErrorClass::Unauthenticated, "there is no ID token: " + from + " is empty");
  }
  text.resize(end + 1);
  return engine::Secret(std::move(text));
}

}  // namespace

engine::Secret IdTokenOfVariable::id_token(const std::string& /*audience*/,
                                           const std::stop_token& /*stop*/) {
  auto value = surroundings_.variable(name_);
  if (!value || value->empty()) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        "there is no ID token: " + name_ + " is not set");
  }
  return token_from(std::move(*value), name_);
}

engine::Secret IdTokenOfFile::id_token(const std::string& /*audience*/,
                                       const std::stop_token& /*stop*/) {
  std::optional<std::string> text;
  try {
    text = surroundings_.file(at_home(surroundings_, path_));
  } catch (const engine::StoppedError&) {
    throw;
  } catch (const engine::Error& error) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        "there is no ID token: cannot read " + path_ + ": " + error.what());
  }
  if (!text) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        "there is no ID token: the file " + path_ + " is not there");
  }
  return token_from(std::move(*text), "the file " + path_);
}

engine::Secret IdTokenOfGithub::id_token(const std::string& audience, const std::stop_token& stop) {
  static constexpr const char* kUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";
  const auto host = engine::clean_host(url_);
  const auto* clean = std::get_if<engine::CleanHost>(&host);
  const auto path = clean == nullptr ? std::nullopt : path_on(clean->url, url_);
  if (!path) {
    throw ProviderError(ErrorClass::Unauthenticated,
                        std::string(kUrl) + " is no address that begins with https://");
  }
  Request request;
  const char separator = path->find('?') == std::string::npos ? '?' : '&';
  request.path = *path + separator + "audience=" + percent_encoded(audience);
  request.headers = {{"Accept", "application/json"}, {"Authorization", ""}};
  request.confidential = true;
  std::string& authorization = request.headers.back().second;
  const engine::WipedAtEnd wiped(authorization);
  key_.reveal([&](std::string_view value) {
    constexpr std::string_view kScheme = "Bearer ";
    authorization.reserve(kScheme.size() + value.size());
    authorization += kScheme;
    authorization += value;
  });
  const SecretForms secrets(key_);
  Token token =
      ask_for_token({hosts_.open(clean->url), clock_},
                    request,
                    {"asking " + clean->url + " (" + kUrl + ") for an ID token", secrets, "value"},
                    stop);
  return std::move(token.value);
}

}  // namespace dgctl::providers
