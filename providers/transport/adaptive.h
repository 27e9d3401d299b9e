#pragma once

#include <condition_variable>
#include <mutex>

#include "engine/edges/clock.h"
#include "providers/transport/transport.h"
#include "providers/transport/window.h"

namespace dgctl::providers {

/// Sends as many requests at once as the host turns out to take, and once it has refused one, as
/// many a second: what one thread is refused slows all. SCIM, which is limited on its own and far
/// lower, has a window of its own. Stands below what sends again, so that the refusals are seen.
class AdaptiveTransport : public Transport {
 public:
  /// `most`: requests at once, whatever the host takes.
  AdaptiveTransport(Transport& inner, engine::Clock& clock, std::size_t most);

  Response send(const Request& request, std::stop_token stop) override;

  static constexpr std::size_t kFirst = 4;
  static constexpr std::size_t kFirstOfScim = 2;
  static constexpr std::size_t kMostOfScim = 4;

 private:
  struct Lane {
    Lane(std::size_t first, std::size_t most) : window(first, most) {}

    Window window;
    bool is_held = false;  ///< somebody waits for the time to begin
    std::condition_variable_any changed;
  };
  class Place;
  Window::Ticket begin(Lane& lane, const Request& request, const std::stop_token& stop);
  void learn(Lane& lane, const Window::Ticket& ticket, const Response& response);

  Transport& inner_;
  engine::Clock& clock_;
  std::mutex mutex_;
  Lane usual_, scim_;
};

}  // namespace dgctl::providers
