#include "providers/sim/federation.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/digest/sha256.h"
#include "providers/sim/base64.h"
#include "providers/sim/contains.h"
#include "providers/sim/json.h"
#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

/// What a token says of itself, not proven yet.
struct IdToken {
  std::string signed_part, signature;
  Members header, claims;
};

std::optional<Members> decoded(const std::string& part) {
  const std::optional<std::string> text = base64_decoded(part);
  if (!text) return std::nullopt;
  try {
    const Json json = parse_json(*text);
    const auto* members = std::get_if<Members>(&json.is);
    return members == nullptr ? std::nullopt : std::optional(*members);
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

std::optional<IdToken> read_id_token(std::string_view text) {
  const std::vector<std::string> parts = split(std::string(text), '.');
  if (parts.size() != 3) return std::nullopt;
  const std::optional<std::string> signature = base64_decoded(parts[2]);
  std::optional<Members> header = decoded(parts[0]);
  std::optional<Members> claims = decoded(parts[1]);
  if (!signature || !header || !claims) return std::nullopt;
  return IdToken{parts[0] + "." + parts[1], *signature, *std::move(header), *std::move(claims)};
}

std::string text_of(const Members& members, std::string_view name) {
  const Json* value = find_member(members, name);
  const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(&value->is);
  return text == nullptr ? std::string() : *text;
}

/// A number of seconds since 1970.
std::optional<std::int64_t> time_of(const Members& claims, std::string_view name) {
  const Json* value = find_member(claims, name);
  const auto* seconds = value == nullptr ? nullptr : std::get_if<std::int64_t>(&value->is);
  return seconds == nullptr ? std::nullopt : std::optional(*seconds);
}

/// One text, or a list of them.
std::vector<std::string> audiences_of(const Members& claims) {
  const Json* value = find_member(claims, "aud");
  if (value == nullptr) return {};
  if (const auto* one = std::get_if<std::string>(&value->is)) return {*one};
  std::vector<std::string> all;
  if (const auto* list = std::get_if<List>(&value->is)) {
    for (const Json& item : *list) {
      if (const auto* text = std::get_if<std::string>(&item.is)) all.push_back(*text);
    }
  }
  return all;
}

std::string why_not_by(const FederationPolicy& policy,
                       const std::vector<std::string>& audiences,
                       const IdToken& token) {
  const std::vector<std::string> named = audiences_of(token.claims);
  const bool is_for_us = std::any_of(named.begin(), named.end(), [&](const std::string& audience) {
    return contains(audiences, audience);
  });
  if (text_of(token.claims, "iss") != policy.issuer) return "its issuer is another";
  if (text_of(token.claims, "sub") != policy.subject) return "its subject is another";
  if (!is_for_us) return "its audience is another";
  if (engine::hmac_sha256(policy.hs256_key, token.signed_part) != token.signature) {
    return "its signature is not the issuer's";
  }
  return {};
}

}  // namespace

std::string why_not_federated(const State& state,
                              const ServicePrincipal& principal,
                              std::string_view id_token,
                              std::int64_t at_ms) {
  constexpr std::int64_t kMsPerSecond = 1000;
  const std::optional<IdToken> token = read_id_token(id_token);
  if (!token) return "it is no JWT";
  if (text_of(token->header, "alg") != "HS256") {
    return "it is not signed with HS256, which is all that this workspace can check";
  }
  const std::int64_t now_s = at_ms / kMsPerSecond;
  if (time_of(token->claims, "exp").value_or(0) <= now_s) return "it has expired";
  if (time_of(token->claims, "nbf").value_or(0) > now_s) return "it is not valid yet";
  std::string why = "the service principal has no federation policy";
  for (const auto& [id, policy] : principal.federation_policies) {
    const bool names_none = policy.audiences.empty();
    why = why_not_by(
        policy, names_none ? std::vector{state.workspace.account_id} : policy.audiences, *token);
    if (why.empty()) break;
  }
  return why;
}

}  // namespace dgctl::providers::sim
