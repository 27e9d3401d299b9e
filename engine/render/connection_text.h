#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// What Segment asks for to connect to a warehouse.
struct Connection {
  std::string hostname, http_path;  ///< "": the configuration names no warehouse
  std::string port = "443";
  std::string catalog, client_id;
  std::string sink;         ///< "file:.secrets/default.env", "" without one
  bool is_stored = false;   ///< the sink holds a secret
  bool is_expired = false;  ///< which has ended
  std::string secret_id, expires, stored_client_id;  ///< of what it holds
};

/// The settings as people, shells and programs read them. With a secret each holds it: whoever
/// prints that was told to.
class ConnectionText {
 public:
  /// `secret`: its value, or "" where it is not to be shown; it must outlive this.
  ConnectionText(const Connection& connection, std::string_view secret)
      : connection_(connection), secret_(secret) {}

  /// With the labels of Segment's page.
  [[nodiscard]] std::string text() const;
  /// KEY=VALUE, a line each, for a shell.
  [[nodiscard]] std::string env() const;
  [[nodiscard]] std::string json() const;

 private:
  const Connection& connection_;
  std::string_view secret_;
};

}  // namespace dgctl::engine
