#pragma once

#include <atomic>

#include "providers/transport/transport.h"

namespace dgctl::providers {

/// Counts what is sent.
class CountingTransport : public Transport {
 public:
  explicit CountingTransport(Transport& inner) : inner_(inner) {}

  Response send(const Request& request, std::stop_token stop) override {
    ++sent_;
    return inner_.send(request, std::move(stop));
  }
  [[nodiscard]] std::size_t sent() const { return sent_; }

 private:
  Transport& inner_;
  std::atomic<std::size_t> sent_ = 0;
};

}  // namespace dgctl::providers
