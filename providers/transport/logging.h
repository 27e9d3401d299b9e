#pragma once

#include <functional>
#include <string>
#include <utility>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Tells of each exchange, in lines that begin with > for what was sent and < for what came back:
///
///   > POST https://dbc-1234.cloud.databricks.com/api/2.0/preview/scim/v2/ServicePrincipals
///   > Authorization: (hidden)
///   > {"displayName":"segment","token":"(hidden)"}
///   < 201 35ms
///   < Content-Type: application/json
///   < {"id":"42"}
///
/// Secrets are hidden: headers that carry one, fields of JSON and of forms that are named like one,
/// what redacted() knows, both bodies of a confidential request, and a body that claims to be JSON
/// and is none. Control characters are written as \u001b. A body is cut after kMostOfBody bytes.
class LoggingTransport : public Transport {
 public:
  static constexpr std::size_t kMostOfBody = 4096;

  /// `origin`: "https://dbc-1234.cloud.databricks.com", which stands before each path; "": none is
  /// shown, as of a workspace in a file.
  LoggingTransport(Transport& inner, engine::Clock& clock, std::string origin)
      : inner_(inner), clock_(clock), origin_(std::move(origin)) {}

  /// Called once an exchange, with all its lines, from the thread that sends. Before the first
  /// request; without it nothing is told.
  void tell(std::function<void(const std::string&)> say) { say_ = std::move(say); }
  Response send(const Request& request, std::stop_token stop) override;

 private:
  Transport& inner_;
  engine::Clock& clock_;
  std::string origin_;
  std::function<void(const std::string&)> say_;
};

/// A header's value as a log may show it.
std::string shown_header(const std::string& name, const std::string& value);
/// A path with its query, likewise.
std::string shown_path(const std::string& path);
/// A body likewise: one line of at most kMostOfBody bytes.
std::string shown_body(const std::string& body, const std::string& content_type);

}  // namespace dgctl::providers
