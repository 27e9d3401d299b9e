#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "providers/sim/routes.h"

// What the header Authorization says. Its values are written down nowhere.

namespace dgctl::providers::sim {

/// Who asks for a token.
struct Client {
  std::string id, secret;
};
/// "Basic " and base64 of both, percent-encoded, with a colon between. Nothing for another form.
std::optional<Client> client_of(std::string_view authorization);

/// What a token says. It is opaque to clients, and nothing is kept of it: its signature, by a key
/// that follows from the seed, tells that it was issued here.
struct Token {
  std::string client_id;
  bool for_account = false;  ///< else for the workspace
  std::int64_t number = 0;   ///< of the request that it was issued to
  std::int64_t expires_ms = 0;
};
std::string token_text(const State& state, const Token& token);

/// A personal access token, "dapi" and 32 hexadecimal digits. Everybody has one; it follows from
/// the seed, tells whose it is, and is never over. "" for an id that it has no room for. As the
/// real ones it opens no account.
std::string personal_token(const State& state, const std::string& name);

/// Who makes a request that has this header: "" for who does not prove to be anybody.
std::string who_of(const State& state, const Message& message);

/// Refuses a request whose header proves nothing, or no more, and one without a header that nobody
/// known makes. What is open to anyone is not concerned.
void check_credentials(const State& state, const Message& message);

}  // namespace dgctl::providers::sim
