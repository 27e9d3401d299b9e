#include "providers/transport/retrying.h"

#include <algorithm>

#include "engine/model/secret.h"
#include "providers/transport/error_answer.h"

namespace dgctl::providers {
namespace {

using engine::ErrorClass;
using std::chrono::milliseconds;

/// Whether an answer invites to send the request again.
bool may_repeat(const Request& request, ErrorClass error_class, int status) {
  // A server that failed may have done its work all the same, whatever it says.
  if (request.repeat == Repeat::OnlyIfNotTaken) {
    return error_class == ErrorClass::Throttled && status < 500;
  }
  return error_class == ErrorClass::Throttled || error_class == ErrorClass::Transient ||
         status == 503;
}

}  // namespace

RetryingTransport::RetryingTransport(Transport& inner, engine::Clock& clock, std::uint64_t seed)
    : inner_(inner), clock_(clock), random_(seed), jitters_(seed != 0) {}

milliseconds RetryingTransport::jittered(milliseconds longest) {
  if (!jitters_) return longest;
  const std::scoped_lock lock(mutex_);
  return milliseconds(
      std::uniform_int_distribution<milliseconds::rep>(0, longest.count())(random_));
}

RetryingTransport::Tried RetryingTransport::try_once(const Request& request,
                                                     bool may_wait,
                                                     int& broken,
                                                     const std::stop_token& stop) {
  try {
    Tried tried{true, inner_.send(request, stop), {}, std::nullopt};
    was_heard_ = true;
    if (tried.response.status < 400) return tried;
    const ErrorAnswer answer = error_in(tried.response, clock_.now());
    if (may_repeat(request, answer.error_class, tried.response.status)) {
      tried.why =
          "it was answered with " + std::to_string(tried.response.status) + ": " + answer.message;
      tried.least_wait = answer.retry_after.value_or(milliseconds(0));
    }
    return tried;
  } catch (const TransportError& error) {
    if (error.may_have_been_taken && request.repeat != Repeat::Safe) throw;
    if (!error.may_pass) throw;
    if (!may_wait || (error.is_answer_broken && ++broken >= kBrokenTries)) throw;
    return {false, {}, error.what(), milliseconds(0)};
  }
}

Response RetryingTransport::send(const Request& request, std::stop_token stop) {
  milliseconds longest = kFirstWait;
  milliseconds waited{0};
  int broken = 0;
  for (;;) {
    // A host that never answered is more likely wrong than away.
    const bool may_wait = waited < (was_heard_ ? kWaitsInAll : kWaitsUnheard);
    Tried tried = try_once(request, may_wait, broken, stop);
    if (!tried.least_wait) return std::move(tried.response);
    const milliseconds wait = std::max(*tried.least_wait, jittered(longest));
    if (tried.heard && waited + wait > kWaitsInAll) return std::move(tried.response);
    if (request.confidential) engine::wipe(tried.response.body);
    waited += wait;
    longest = std::min(longest * 2, kLongestWait);
    if (!clock_.sleep(wait, stop)) {
      throw engine::StoppedError("interrupted while waiting to send " +
                                 std::string(to_string(request.method)) + " " + request.path +
                                 " again, since " + tried.why);
    }
  }
}

}  // namespace dgctl::providers
