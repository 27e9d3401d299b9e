#pragma once

#include "engine/edges/error.h"
#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Lets nothing through that could change something: for commands that only look.
class GetOnlyTransport : public Transport {
 public:
  explicit GetOnlyTransport(Transport& inner) : inner_(inner) {}

  /// Throws engine::ProviderError, ErrorClass::Ours, for any method but GET.
  Response send(const Request& request, std::stop_token stop) override {
    if (request.method != Method::Get) {
      throw engine::ProviderError(
          engine::ErrorClass::Ours,
          "a command that only reads was to send a request that changes something, on " +
              request.path);
    }
    return inner_.send(request, std::move(stop));
  }

 private:
  Transport& inner_;
};

}  // namespace dgctl::providers
