#include "providers/sim/lags.h"

#include <algorithm>

namespace dgctl::providers::sim {

bool Lags::hides_next(const Pending& pending) {
  return !pending.lag.flicker || pending.reads % 2 == 0;
}

bool Lags::is_over(const Pending& pending) {
  const std::int64_t hidden = pending.lag.flicker ? (pending.reads + 1) / 2 : pending.reads;
  return hidden >= pending.lag.reads;
}

void Lags::hide(const Message& change, const Lag& lag, State before) {
  pending_.push_back({change, lag, 0, std::move(before)});
}

void Lags::apply(const Message& change) {
  for (Pending& pending : pending_) respond(pending.without, change);
}

std::optional<Response> Lags::outdated(const Message& read,
                                       const Response& fresh,
                                       std::vector<std::int64_t>& concerned) {
  std::optional<Response> answer;
  for (Pending& pending : pending_) {
    Response without = respond(pending.without, read);
    if (without.status == fresh.status && without.body == fresh.body) continue;
    concerned.push_back(pending.change.number);
    if (!answer && hides_next(pending)) answer = std::move(without);
  }
  return answer;
}

void Lags::count(std::int64_t change_number) {
  const auto found = std::find_if(pending_.begin(), pending_.end(), [&](const Pending& pending) {
    return pending.change.number == change_number;
  });
  if (found == pending_.end()) return;
  ++found->reads;
  if (!is_over(*found)) return;
  // What is older and still hidden is not older than this any more.
  for (auto older = pending_.begin(); older != found; ++older) {
    respond(older->without, found->change);
  }
  pending_.erase(found);
}

}  // namespace dgctl::providers::sim
