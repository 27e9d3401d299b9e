#include "engine/model/host.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kSimulated = "sim:";

/// The decimal number that a whole text is, if it is one.
std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "127.0.0.1" and its like, to the letter: "127.0.0.1.example.com" is anybody's.
bool is_loopback_number(std::string_view host) {
  constexpr int kParts = 4;
  for (int part = 0; part < kParts; ++part) {
    const std::size_t end = std::min(host.find('.'), host.size());
    const auto number = number_of(host.substr(0, end));
    if (!number || *number < 0 || *number > 255 || end > 3 || (part == 0 && *number != 127)) {
      return false;
    }
    const bool is_last = part == kParts - 1;
    if (is_last != (end == host.size())) return false;
    host.remove_prefix(std::min(end + 1, host.size()));
  }
  return true;
}

bool is_loopback_name(std::string_view host) {
  return host == "localhost" || host == "[::1]" || is_loopback_number(host);
}

bool is_host_name(std::string_view host) {
  if (host == "[::1]") return true;
  if (host.empty() || host.front() == '.' || host.front() == '-') return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

bool is_port(std::string_view port) {
  const auto number = number_of(port);
  return number && *number > 0 && *number < 65536;
}

/// The value of a parameter of a query, or "".
std::string_view parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (pair.substr(0, equals) == name && equals < pair.size()) return pair.substr(equals + 1);
  }
  return {};
}

void read_query(std::string_view query, CleanHost& host) {
  for (const std::string_view name : {"w", "o", "workspace_id"}) {
    const auto id = number_of(parameter(query, name));
    if (!host.workspace_id && id && *id > 0) host.workspace_id = id;
  }
  for (const std::string_view name : {"a", "account_id"}) {
    const std::string_view id = parameter(query, name);
    if (!host.account_id && is_uuid(id)) host.account_id = lower_case(id);
  }
}

std::variant<CleanHost, std::string> clean_authority(std::string_view scheme,
                                                     std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) {
    return "must not hold a user or a password; who signs in is the profile's business";
  }
  const std::size_t bracket = authority.find(']');  // of an IPv6 address, which holds colons
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string name = lower_case(authority.substr(0, colon));
  const std::string_view port =
      colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1);
  if (!is_host_name(name) || (colon != std::string_view::npos && !is_port(port))) {
    return "is no address of a workspace; write https:// and the name of its host";
  }
  if (scheme == "http" && !is_loopback_name(name)) {
    return "must begin with https://; http:// is for this machine only";
  }
  const bool is_default = port.empty() || port == (scheme == "http" ? "80" : "443");
  return CleanHost{
      std::string(scheme) + "://" + name + (is_default ? "" : ":" + std::string(port)), {}, {}};
}

}  // namespace

std::variant<CleanHost, std::string> clean_host(std::string_view written) {
  if (written.starts_with(kSimulated)) {
    if (written.size() == kSimulated.size()) return "must name a file behind 'sim:'";
    return CleanHost{std::string(written), {}, {}};
  }
  const std::size_t colon = written.find("://");
  if (colon == std::string_view::npos) {
    return "must begin with https://, or sim: for an embedded workspace; write 'https://" +
           std::string(written) + "'";
  }
  const std::string scheme = lower_case(written.substr(0, colon));
  if (scheme != "https" && scheme != "http") {
    return "must begin with https://, not '" + scheme + "://'";
  }
  const std::string_view rest = written.substr(colon + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  auto host = clean_authority(scheme, rest.substr(0, end));
  const std::string_view before_fragment = rest.substr(0, rest.find('#'));
  const std::size_t question = before_fragment.find('?');
  if (auto* clean = std::get_if<CleanHost>(&host); clean && question != std::string_view::npos) {
    read_query(before_fragment.substr(question + 1), *clean);
  }
  return host;
}

std::variant<CleanHost, std::string> clean_setting_host(std::string_view written) {
  const bool has_scheme = written.find("://") != std::string_view::npos;
  return clean_host(has_scheme ? std::string(written) : "https://" + std::string(written));
}

bool is_loopback(std::string_view url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return false;
  const std::string_view authority = url.substr(begin + 3);
  const std::size_t bracket = authority.find(']');
  return is_loopback_name(
      authority.substr(0, authority.find(':', bracket == std::string_view::npos ? 0 : bracket)));
}

}  // namespace dgctl::engine
