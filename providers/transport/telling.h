#pragma once

#include <functional>
#include <string>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Tells of each request and how it was answered: "GET /api/2.0/sql/warehouses 200 12ms". No body
/// and no header is told, so that there is nothing to mask.
class TellingTransport : public Transport {
 public:
  TellingTransport(Transport& inner, engine::Clock& clock) : inner_(inner), clock_(clock) {}

  /// Called from the thread that sends. Before the first request.
  void tell(std::function<void(const std::string&)> say) { say_ = std::move(say); }
  Response send(const Request& request, std::stop_token stop) override;

 private:
  Transport& inner_;
  engine::Clock& clock_;
  std::function<void(const std::string&)> say_;
};

}  // namespace dgctl::providers
