#include "providers/transport/pacing.h"

#include <algorithm>

namespace dgctl::providers {

PacingTransport::PacingTransport(Transport& inner, engine::Clock& clock, std::size_t per_second)
    : inner_(inner),
      clock_(clock),
      apart_(per_second == 0 ? std::chrono::microseconds(0)
                             : std::chrono::microseconds(std::chrono::seconds(1)) /
                                   static_cast<std::int64_t>(per_second)) {}

std::chrono::milliseconds PacingTransport::wait_for_turn() {
  const auto now = clock_.steady();
  const std::scoped_lock lock(mutex_);
  const auto turn = std::max(next_, now);
  next_ = turn + apart_;
  return std::chrono::ceil<std::chrono::milliseconds>(turn - now);
}

Response PacingTransport::send(const Request& request, std::stop_token stop) {
  if (apart_.count() > 0) {
    const std::chrono::milliseconds wait = wait_for_turn();
    if (wait.count() > 0 && !clock_.sleep(wait, stop)) {
      throw engine::StoppedError("interrupted while waiting to send " +
                                 std::string(to_string(request.method)) + " " + request.path);
    }
  }
  return inner_.send(request, std::move(stop));
}

}  // namespace dgctl::providers
