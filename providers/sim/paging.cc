#include "providers/sim/paging.h"

#include <algorithm>
#include <charconv>

#include "providers/sim/ids.h"

namespace dgctl::providers::sim {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kTokenChecksumDigits = 16;

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += kHex[static_cast<unsigned char>(c) >> 4U];
    out += kHex[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

std::string unhex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const std::size_t high = kHex.find(digits[i]);
    const std::size_t low = kHex.find(digits[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    out += static_cast<char>((high << 4U) | low);
  }
  return out;
}

/// Over what a token says and what it was given for, so that it fits no other listing.
std::string checksum(const Call& call, std::string_view payload) {
  std::string scope = call.path;
  for (const auto& [name, value] : call.query) {
    if (name == "page_token" || name == "max_results" || name == "page_size") continue;
    scope.append("&").append(name).append("=").append(value);
  }
  scope += '#';
  scope += payload;
  std::string digits = std::to_string(made_number(0, 0, scope));
  digits.insert(0, 20 - digits.size(), '0');
  return digits.substr(20 - kTokenChecksumDigits);
}

Refusal bad_token(const std::string& text) {
  return invalid("page_token '" + text + "' is not one of this listing");
}

PageToken read_token(const Call& call, const std::string& text) {
  const std::string plain = unhex(text);
  if (plain.size() < kTokenChecksumDigits || hex(plain) != text) throw bad_token(text);
  const std::string payload = plain.substr(kTokenChecksumDigits);
  if (checksum(call, payload) != plain.substr(0, kTokenChecksumDigits)) throw bad_token(text);
  PageToken token;
  const char* end = payload.data() + payload.size();
  const auto [stop, error] = std::from_chars(payload.data(), end, token.salt);
  if (error != std::errc() || stop == end) throw bad_token(text);
  token.was_empty = *stop == 'e';
  token.after = std::string(stop + 1, end);
  return token;
}

/// A route knows one of the two.
std::optional<std::int64_t> asked_size(const Call& call) {
  const std::optional<std::int64_t> max_results = number_parameter(call, "max_results");
  return max_results ? max_results : number_parameter(call, "page_size");
}

std::int64_t page_limit(const State& state, const Call& call, std::int64_t asked) {
  if (asked < 0) {
    const char* name = text_parameter(call, "max_results") ? "max_results" : "page_size";
    throw invalid(std::string(name) + " is " + std::to_string(asked) + ", below 0");
  }
  const std::int64_t cap = call.page_limit > 0 ? call.page_limit : state.switches.page_size;
  return asked == 0 ? cap : std::min(asked, cap);
}

}  // namespace

PageRequest page_request(const State& state, const Call& call) {
  PageRequest request;
  const std::optional<std::int64_t> asked = asked_size(call);
  const std::optional<std::string> token = text_parameter(call, "page_token");
  request.token.salt = call.number;
  if (token && !token->empty()) request.token = read_token(call, *token);
  // That a token without a size goes on in pages is UNVERIFIED.
  request.is_paged = asked || (token && !token->empty());
  if (request.is_paged) request.limit = page_limit(state, call, asked.value_or(0));
  return request;
}

std::string token_text(const Call& call, const PageToken& token) {
  const std::string payload =
      std::to_string(token.salt) + (token.was_empty ? 'e' : 'f') + token.after;
  return hex(checksum(call, payload) + payload);
}

bool is_empty_page(const State& state, const Call& call, const PageRequest& request) {
  constexpr std::uint64_t kOneIn = 5;
  return request.is_paged && state.switches.empty_pages && !request.token.was_empty &&
         made_number(state.seed, call.number, "empty page") % kOneIn == 0;
}

Page page_of(const State& state, const Call& call, const std::vector<std::string>& keys) {
  const PageRequest request = page_request(state, call);
  Page page;
  page.last = keys.size();
  if (!request.token.after.empty()) {
    const auto start = std::upper_bound(keys.begin(), keys.end(), request.token.after);
    page.first = static_cast<std::size_t>(start - keys.begin());
  }
  PageToken next = request.token;
  if (is_empty_page(state, call, request)) {
    page.last = page.first;
    next.was_empty = true;
    page.next_page_token = token_text(call, next);
  } else if (request.is_paged &&
             keys.size() - page.first > static_cast<std::size_t>(request.limit)) {
    page.last = page.first + static_cast<std::size_t>(request.limit);
    next.was_empty = false;
    next.after = keys[page.last - 1];
    page.next_page_token = token_text(call, next);
  }
  return page;
}

void put_next_page(Members& body, const Page& page) {
  put_unless_empty(body, "next_page_token", page.next_page_token);
}

}  // namespace dgctl::providers::sim
