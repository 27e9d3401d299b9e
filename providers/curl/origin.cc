#include "providers/curl/origin.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include <arpa/inet.h>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::size_t kLongestName = 253;  // RFC 1035, section 2.3.4, in text

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// The text as a message may show it: what is a secret stands before an @, and what is no text has
/// no place on a terminal.
std::string shown(const std::string& text) {
  const std::size_t at = text.rfind('@');
  std::string out = at == std::string::npos ? text : "…" + text.substr(at);
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = '?';
  }
  return "'" + out.substr(0, kLongestName) + "'";
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw engine::Error("cannot send requests to " + shown(text) + ": " + why);
}

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

/// "a.b-c.d": no label is empty, the last is no number (else resolvers read "127.1" or
/// "2130706433" as an address that is not the one that stands there).
bool is_name(const std::string& host) {
  if (host.empty() || host.size() > kLongestName) return false;
  if (!std::all_of(host.begin(), host.end(), is_of_name)) return false;
  if (host.front() == '.' || host.find("..") != std::string::npos) return false;
  const std::string whole = host.back() == '.' ? host.substr(0, host.size() - 1) : host;
  const std::string last = whole.substr(whole.rfind('.') + 1);
  const bool is_number = last.find_first_not_of("0123456789") == std::string::npos;
  return !is_number && !last.starts_with("0x");
}

bool is_address(int family, const std::string& host, std::array<unsigned char, 16>& bytes) {
  return ::inet_pton(family, host.c_str(), bytes.data()) == 1;
}

/// Sets host and is_loopback. False: it is neither a name nor an address.
bool read_host(const std::string& host, bool in_brackets, Origin& origin) {
  std::array<unsigned char, 16> bytes{};
  origin.host = host;
  if (in_brackets) {
    if (!is_address(AF_INET6, host, bytes)) return false;
    std::array<unsigned char, 16> loopback{};
    loopback.back() = 1;
    origin.is_loopback = bytes == loopback;
    return true;
  }
  if (is_address(AF_INET, host, bytes)) {
    origin.is_loopback = bytes[0] == 127;
    return true;
  }
  origin.is_loopback = host == "localhost";
  return is_name(host);
}

void check_port(const std::string& text, std::string_view port) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  const bool is_whole = error == std::errc() && end == port.data() + port.size();
  if (!is_whole || number < 1 || number > 65'535) refuse(text, "the port is no number to 65535");
}

/// What follows the scheme, once that is all that an origin may have: a host and a port.
std::string_view host_and_port(const std::string& text, const Origin& origin) {
  const std::string_view whole = origin.text;
  const std::string_view rest =
      whole.substr(std::min(whole.size(), origin.is_secure ? kHttps.size() : kHttp.size()));
  if (rest.find('@') != std::string_view::npos) {
    refuse(text, "a host holds no user name or password; write https://HOST");
  }
  if (rest.find_first_of("/?#\\") != std::string_view::npos) {
    refuse(text, "a path or query does not belong to a host; write https://HOST");
  }
  return rest;
}

void require_private(const std::string& text, const Origin& origin) {
  if (origin.is_secure || origin.is_loopback) return;
  refuse(text,
         "http is for this machine only (127.0.0.1, [::1], localhost), since whoever is on the "
         "way reads it; write https://" +
             origin.host);
}

}  // namespace

Origin origin_of(const std::string& text) {
  Origin origin;
  origin.text = lower(text);
  origin.is_secure = origin.text.starts_with(kHttps);
  if (!origin.is_secure && !origin.text.starts_with(kHttp)) refuse(text, "write https://HOST");
  if (origin.text.back() == '/') origin.text.pop_back();
  std::string_view rest = host_and_port(text, origin);
  const bool in_brackets = rest.starts_with('[');
  const std::size_t end = in_brackets ? rest.find(']') : rest.find(':');
  if (in_brackets && end == std::string_view::npos) refuse(text, "a bracket is not closed");
  const std::string host(in_brackets ? rest.substr(1, end - 1) : rest.substr(0, end));
  rest.remove_prefix(std::min(rest.size(), in_brackets ? end + 1 : end));
  if (!rest.empty() && rest.front() != ':') refuse(text, "write https://HOST:PORT");
  if (!rest.empty()) check_port(text, rest.substr(1));
  if (!read_host(host, in_brackets, origin)) {
    refuse(text, host.empty() ? "it names no host" : "that is no name of a host");
  }
  require_private(text, origin);
  return origin;
}

}  // namespace dgctl::providers
