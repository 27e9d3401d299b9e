#include "engine/render/connection_text.h"

#include <string>

#include "engine/model/value.h"
#include "engine/render/shown.h"
#include "engine/state/document.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLabelWidth = 29;

std::string line(const std::string& label, const std::string& value) {
  return label + std::string(kLabelWidth - label.size(), ' ') + value + "\n";
}

std::string or_missing(const std::string& value) {
  return value.empty() ? "(no warehouse in the configuration)" : shown(std::string_view(value));
}

/// As a POSIX shell reads it back.
std::string quoted(std::string_view value) {
  static constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:-";
  const bool is_plain = value.find_first_not_of(kPlain) == std::string_view::npos;
  if (is_plain && !value.empty()) return std::string(value);
  std::string out = "'";
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) continue;  // no such name has any
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string ConnectionText::text() const {
  std::string out = line("Hostname", or_missing(connection_.hostname));
  out += line("Http Path", or_missing(connection_.http_path));
  out += line("Port", connection_.port);
  out += line("Catalog", shown(std::string_view(connection_.catalog)));
  out += line("Service principal client ID", shown(std::string_view(connection_.client_id)));
  std::string secret;
  if (!secret_.empty()) {
    secret = shown(secret_);
  } else if (connection_.sink.empty()) {
    secret = "(the configuration names no sink for it)";
  } else if (!connection_.is_stored) {
    secret = "(not in " + shown(std::string_view(connection_.sink)) + "; `dgctl rotate` adds one)";
  } else {
    secret = "(in " + shown(std::string_view(connection_.sink)) + "; --reveal prints it)";
  }
  out += line("OAuth secret", secret);
  if (connection_.is_stored && !connection_.expires.empty()) {
    out += line("",
                (connection_.is_expired ? "expired since " : "expires ") +
                    shown(std::string_view(connection_.expires)));
  }
  return out;
}

std::string ConnectionText::env() const {
  std::string out;
  const auto put = [&](const char* name, std::string_view value) {
    if (!value.empty()) out += std::string(name) + "=" + quoted(value) + "\n";
  };
  if (!connection_.hostname.empty()) put("DATABRICKS_HOST", "https://" + connection_.hostname);
  put("DATABRICKS_HTTP_PATH", connection_.http_path);
  put("DATABRICKS_PORT", connection_.port);
  put("DATABRICKS_CATALOG", connection_.catalog);
  put("DATABRICKS_CLIENT_ID", connection_.client_id);
  put("DATABRICKS_CLIENT_SECRET", secret_);
  return out;
}

std::string ConnectionText::json() const {
  Fields fields{{"catalog", connection_.catalog},
                {"client_id", connection_.client_id},
                {"port", std::stoi(connection_.port)}};
  if (!connection_.hostname.empty()) fields.emplace("hostname", connection_.hostname);
  if (!connection_.http_path.empty()) fields.emplace("http_path", connection_.http_path);
  Fields secret;
  if (!connection_.sink.empty()) {
    secret.emplace("sink", connection_.sink);
    secret.emplace("stored", connection_.is_stored);
  }
  if (!connection_.secret_id.empty()) secret.emplace("id", connection_.secret_id);
  if (!connection_.expires.empty()) secret.emplace("expires", connection_.expires);
  if (!secret_.empty()) secret.emplace("value", std::string(secret_));
  if (!secret.empty()) fields.emplace("secret", std::move(secret));
  return to_printed_json(fields);
}

}  // namespace dgctl::engine
