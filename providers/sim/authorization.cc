#include "providers/sim/authorization.h"

#include <charconv>
#include <limits>
#include <vector>

#include "engine/digest/sha256.h"
#include "providers/sim/base64.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/principals.h"
#include "providers/sim/refusal.h"
#include "providers/sim/route_table.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::string_view kHeader = R"({"alg":"dgsim"})";
constexpr std::string_view kPersonal = "dapi";

/// The rest of a header of that scheme, whose name is read in any case.
std::optional<std::string_view> after_scheme(std::string_view authorization,
                                             std::string_view scheme) {
  if (authorization.size() <= scheme.size() || authorization[scheme.size()] != ' ' ||
      folded(authorization.substr(0, scheme.size())) != scheme) {
    return std::nullopt;
  }
  return authorization.substr(scheme.size() + 1);
}

std::string signature(const State& state, const std::string& payload) {
  const std::string key = made_uuid(state.seed, 0, "token key");
  return engine::sha256(key + engine::sha256(key + payload));
}

std::optional<std::int64_t> read_number(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

/// Nothing for what was not issued here.
std::optional<Token> read_issued(const State& state, std::string_view text) {
  const std::vector<std::string> parts = split(text, '.');
  if (parts.size() != 3 || parts[0] != base64url(kHeader)) return std::nullopt;
  const std::optional<std::string> payload = base64_decoded(parts[1]);
  if (!payload || parts[2] != base64url(signature(state, *payload))) return std::nullopt;
  const std::vector<std::string> fields = split(*payload, ' ');
  if (fields.size() != 4) return std::nullopt;
  const std::optional<std::int64_t> number = read_number(fields[2]);
  const std::optional<std::int64_t> expires_ms = read_number(fields[3]);
  if (!number || !expires_ms) return std::nullopt;
  return Token{fields[0], fields[1] == "account", *number, *expires_ms};
}

std::string hex_digits(std::uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out(16, '0');
  for (auto digit = out.rbegin(); digit != out.rend(); ++digit, number >>= 4U) {
    *digit = kDigits[number & 15U];
  }
  return out;
}

/// Nothing for what is no personal access token of somebody who is there.
std::optional<Token> read_personal(const State& state, std::string_view text) {
  constexpr std::size_t kDigits = 16;
  if (!text.starts_with(kPersonal) || text.size() != kPersonal.size() + 2 * kDigits) {
    return std::nullopt;
  }
  const std::string_view hex = text.substr(kPersonal.size(), kDigits);
  std::uint64_t id = 0;
  const auto [stop, error] = std::from_chars(hex.data(), hex.data() + hex.size(), id, 16);
  if (error != std::errc() || stop != hex.data() + hex.size()) return std::nullopt;
  const auto owner = find_principal_with_id(state, std::to_string(id));
  if (!owner || find_identity(state, owner->name) == nullptr) return std::nullopt;
  if (personal_token(state, owner->name) != text) return std::nullopt;
  return Token{owner->name, false, 0, std::numeric_limits<std::int64_t>::max()};
}

std::optional<Token> bearer_token(const State& state, std::string_view authorization) {
  const auto text = after_scheme(authorization, "bearer");
  if (!text) return std::nullopt;
  return text->starts_with(kPersonal) ? read_personal(state, *text) : read_issued(state, *text);
}

/// The request's id stands in some of the texts.
Refusal unsupported(const State& state, const Message& message) {
  return {401,
          "401",
          "Credential was not sent or was of an unsupported type for this API. [ReqId: " +
              made_uuid(state.seed, message.number, "request") + "]"};
}

}  // namespace

std::optional<Client> client_of(std::string_view authorization) {
  const auto encoded = after_scheme(authorization, "basic");
  if (!encoded) return std::nullopt;
  const std::optional<std::string> both = base64_decoded(*encoded);
  if (!both) return std::nullopt;
  const std::size_t colon = both->find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto id = percent_decoded(std::string_view(*both).substr(0, colon), true);
  const auto secret = percent_decoded(std::string_view(*both).substr(colon + 1), true);
  if (!id || !secret) return std::nullopt;
  return Client{*id, *secret};
}

std::string token_text(const State& state, const Token& token) {
  const std::string payload = token.client_id + (token.for_account ? " account " : " workspace ") +
                              std::to_string(token.number) + " " + std::to_string(token.expires_ms);
  return base64url(kHeader) + "." + base64url(payload) + "." + base64url(signature(state, payload));
}

std::string personal_token(const State& state, const std::string& name) {
  const Identity* identity = find_identity(state, name);
  if (identity == nullptr) return {};
  std::uint64_t id = 0;
  const std::string& digits = identity->id;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  // With zeros in front it could not be found again.
  if (error != std::errc() || std::to_string(id) != digits) return {};
  return std::string(kPersonal) + hex_digits(id) +
         signature(state, "personal " + name).substr(0, 16);
}

std::string who_of(const State& state, const Message& message) {
  std::string id;
  if (is_token_request(message.method, message.target)) {
    if (const auto client = client_of(message.credentials)) id = folded(client->id);
  } else if (const auto token = bearer_token(state, message.credentials)) {
    id = token->client_id;
  }
  // Whatever else stands there is nothing to write down.
  return find_identity(state, id) != nullptr ? id : std::string();
}

void check_credentials(const State& state, const Message& message) {
  const Plane plane = plane_of(message.target);
  if (plane == Plane::Open) return;
  if (message.credentials.empty() && !message.who.empty()) return;
  if (!after_scheme(message.credentials, "bearer")) throw unsupported(state, message);
  const std::optional<Token> token = bearer_token(state, message.credentials);
  if (!token || token->for_account != (plane == Plane::Account) ||
      find_identity(state, token->client_id) == nullptr) {
    throw Refusal(403, "403", "Invalid access token.");
  }
  if (token->expires_ms <= message.at_ms) {
    const auto status = static_cast<int>(state.switches.expired_token_status);
    throw Refusal(status, std::to_string(status), "Access token expired.");
  }
}

}  // namespace dgctl::providers::sim
