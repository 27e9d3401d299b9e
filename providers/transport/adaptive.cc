#include "providers/transport/adaptive.h"

#include <algorithm>

#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

bool is_scim(const Request& request) { return request.path.find("/scim/v2/") != std::string::npos; }

engine::StoppedError stopped(const Request& request) {
  return engine::StoppedError{"interrupted while waiting to send " +
                              std::string(to_string(request.method)) + " " + request.path};
}

}  // namespace

/// One of the places of a window, however the block is left.
class AdaptiveTransport::Place {
 public:
  Place(AdaptiveTransport& of, Lane& lane, const Request& request, const std::stop_token& stop)
      : of_(of), lane_(lane) {
    std::unique_lock lock(of_.mutex_);
    if (!lane_.changed.wait(lock, stop, [&] { return lane_.window.has_place(); })) {
      throw stopped(request);
    }
    lane_.window.take_place();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    const std::scoped_lock lock(of_.mutex_);
    lane_.window.leave_place();
    lane_.changed.notify_all();
  }

 private:
  AdaptiveTransport& of_;
  Lane& lane_;
};

AdaptiveTransport::AdaptiveTransport(Transport& inner, engine::Clock& clock, std::size_t most)
    : inner_(inner),
      clock_(clock),
      usual_(kFirst, std::max<std::size_t>(1, most)),
      scim_(kFirstOfScim, std::clamp<std::size_t>(most, 1, kMostOfScim)) {}

/// One at a time waits for the time to begin, and looks again when it has come: a refusal in the
/// meantime may have put it off.
Window::Ticket AdaptiveTransport::begin(Lane& lane,
                                        const Request& request,
                                        const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!lane.changed.wait(lock, stop, [&] { return !lane.is_held; })) throw stopped(request);
  lane.is_held = true;
  const auto let_go = [&] {
    lane.is_held = false;
    lane.changed.notify_all();
  };
  for (;;) {
    const auto now = clock_.steady();
    const auto at = lane.window.next(now);
    if (at <= now) {
      let_go();
      return lane.window.begin(now);
    }
    lock.unlock();
    const bool slept = clock_.sleep(std::chrono::ceil<std::chrono::milliseconds>(at - now), stop);
    lock.lock();
    if (slept) continue;
    let_go();
    throw stopped(request);
  }
}

void AdaptiveTransport::learn(Lane& lane, const Window::Ticket& ticket, const Response& response) {
  const auto now = clock_.steady();
  std::optional<ErrorAnswer> error;
  if (response.status >= 400) error = error_in(response, clock_.now());
  const std::scoped_lock lock(mutex_);
  if (!error || error->error_class != engine::ErrorClass::Throttled) {
    lane.window.taken(ticket, now);
  } else if (error->message.find("concurrent limit") != std::string::npos) {
    lane.window.crowded(ticket);
  } else {
    lane.window.refused(ticket, now, error->retry_after);
  }
}

Response AdaptiveTransport::send(const Request& request, std::stop_token stop) {
  Lane& lane = is_scim(request) ? scim_ : usual_;
  const Place place(*this, lane, request, stop);
  const Window::Ticket ticket = begin(lane, request, stop);
  Response response = inner_.send(request, std::move(stop));
  learn(lane, ticket, response);
  return response;
}

}  // namespace dgctl::providers
