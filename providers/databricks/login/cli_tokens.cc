#include "providers/databricks/login/cli_tokens.h"

#include <algorithm>
#include <utility>

#include "engine/edges/error.h"
#include "engine/model/duration.h"
#include "engine/model/secret_json.h"
#include "providers/databricks/login/credential_text.h"
#include "providers/databricks/login/token_endpoint.h"
#include "providers/transport/redacted.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using engine::ProviderError;

/// A token that ends sooner is of no use.
constexpr std::chrono::seconds kLeast{60};
/// How the CLI writes that a token has no end.
constexpr std::string_view kNoEnd = "0001-01-01T00:00:00Z";

/// What a member is written as, in a text of its own that the caller wipes; "" where it has none.
std::string copy_of_member(std::string& json, std::string_view name) {
  const auto written = engine::written_member(json, name);
  return written ? std::string(*written) : std::string();
}

/// The cache's entry of a login, "" where there is none. Throws engine::Error where the cache
/// cannot be read.
std::string cached_entry(const CliAccount& account, Surroundings& surroundings) {
  const std::string path = at_home(surroundings, kCliCache);
  auto text = path.empty() ? std::nullopt : surroundings.file(path);
  if (!text) return {};
  const engine::WipedAtEnd wiped_text(*text);
  std::string tokens = copy_of_member(*text, "tokens");
  const engine::WipedAtEnd wiped_tokens(tokens);
  if (tokens.empty()) throw engine::Error("it is no JSON that has tokens");
  return copy_of_member(tokens, cli_key(account));
}

/// Reads access_token, token_type and expiry, as both the cache and the program write them.
/// Nothing where there is no token in it, or none that can be sent, or it is over in a moment.
std::optional<Token> token_in(std::string& entry, std::chrono::system_clock::time_point now) {
  auto value = engine::take_member(entry, "access_token");
  // The refresh token is not dgctl's business, and in no need of a copy.
  const auto refresh = engine::take_member(entry, "refresh_token");
  if (!value || !value->reveal(is_token)) return std::nullopt;
  Token token{std::move(*value), "Bearer", std::nullopt};
  const std::string expiry = text_in(entry, "expiry");
  if (expiry.empty() || expiry == kNoEnd) return token;
  const auto end = time_of(expiry);
  if (!end || *end < now + kLeast) return std::nullopt;
  token.lifetime = std::chrono::floor<std::chrono::seconds>(*end - now);
  return token;
}

/// What a program complained of, as one line.
std::string complaint(const std::string& text) {
  constexpr std::size_t kMost = 300;
  std::string line = redacted(text.substr(0, kMost));
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  const std::size_t end = line.find_last_not_of(" .");
  return end == std::string::npos ? "no word" : line.substr(0, end + 1);
}

/// A number of two digits.
std::optional<int> two_digits(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  return 10 * (text[0] - '0') + (text[1] - '0');
}

/// The seconds that "+01:00" or "Z" lies before UTC; nothing for what is neither.
std::optional<int> offset_of(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  const bool is_form = zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':';
  if (!is_form) return std::nullopt;
  const auto hours = two_digits(zone.substr(1, 2));
  const auto minutes = two_digits(zone.substr(4));
  if (!hours || !minutes) return std::nullopt;
  const int seconds = 60 * (60 * *hours + *minutes);
  return zone[0] == '+' ? seconds : -seconds;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> time_of(const std::string& rfc3339) {
  constexpr std::size_t kSeconds = 19;  // "2026-11-24T09:00:00"
  if (rfc3339.size() <= kSeconds) return std::nullopt;
  const auto local = engine::epoch_seconds(rfc3339.substr(0, kSeconds) + "Z");
  std::string_view rest = std::string_view(rfc3339).substr(kSeconds);
  if (rest.starts_with('.')) {
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  }
  const auto offset = offset_of(rest);
  if (!local || !offset) return std::nullopt;
  // RFC 3339 has years that the clock cannot count to.
  using Time = std::chrono::system_clock::time_point;
  const std::chrono::seconds wanted(*local - *offset);
  const auto first = std::chrono::ceil<std::chrono::seconds>(Time::min().time_since_epoch());
  const auto last = std::chrono::floor<std::chrono::seconds>(Time::max().time_since_epoch());
  return Time(std::clamp(wanted, first, last));
}

std::string cli_key(const CliAccount& account) {
  if (account.account_id.empty()) return account.host;
  return account.host + "/oidc/accounts/" + account.account_id;
}

CliCacheLook look_into_cli_cache(const CliAccount& account, Surroundings& surroundings) {
  try {
    std::string entry = cached_entry(account, surroundings);
    const engine::WipedAtEnd wiped(entry);
    return {!entry.empty(), {}};
  } catch (const engine::StoppedError&) {
    throw;
  } catch (const engine::Error& error) {
    return {false, error.what()};  // whoever has other credentials does without it
  }
}

void CliTokens::fail(const std::string& why) const {
  const std::string account =
      account_.account_id.empty() ? "" : " --account-id " + account_.account_id;
  std::string text = "the login of the Databricks CLI for " + account_.host + " " + why +
                     "; run `databricks auth login --host " + account_.host + account + "`";
  if (account_.program.empty()) {
    text += std::string(", or set DATABRICKS_AUTH_TYPE=databricks-cli in the environment") +
            (account_.may_run ? "" : " and leave --no-exec away") +
            ", so that dgctl may have it renewed";
  } else if (!account_.may_run) {
    text += ", or leave --no-exec away, which keeps dgctl from having it renewed by `" +
            account_.program + " auth token`";
  }
  throw ProviderError(ErrorClass::Unauthenticated, text);
}

Token CliTokens::fetch(const std::stop_token& stop) {
  std::string entry;
  const engine::WipedAtEnd wiped(entry);
  try {
    entry = cached_entry(account_, surroundings_);
  } catch (const engine::StoppedError&) {
    throw;
  } catch (const engine::Error& error) {
    if (!account_.may_be_asked())
      fail("cannot be read from " + std::string(kCliCache) + ": " + error.what());
  }
  if (auto token = token_in(entry, clock_.now())) return std::move(*token);
  if (account_.may_be_asked()) return asked(stop);
  fail(entry.empty() ? "is not in " + std::string(kCliCache) : "is over");
}

Token CliTokens::asked(const std::stop_token& stop) {
  std::vector<std::string> command{account_.program, "auth", "token", "--host", account_.host};
  if (!account_.account_id.empty()) {
    command.insert(command.end(), {"--account-id", account_.account_id});
  }
  ProgramEnd end;
  const engine::WipedAtEnd wiped(end.out);
  try {
    end = surroundings_.run(command, stop);
  } catch (const engine::StoppedError&) {
    throw;
  } catch (const engine::Error& error) {
    fail("cannot be had, since `" + account_.program + "` cannot be run: " + error.what());
  }
  const std::string name = "`" + account_.program + " auth token`";
  if (end.code != 0) {
    fail("cannot be had: " + name + " ended with " + std::to_string(end.code) +
         " and said: " + complaint(end.err));
  }
  auto token = token_in(end.out, clock_.now());
  if (!token) fail("cannot be had: " + name + " printed no token that lasts");
  return std::move(*token);
}

}  // namespace dgctl::providers
