#include "providers/databricks/login/token_cache.h"

#include <algorithm>

#include "engine/edges/error.h"

namespace dgctl::providers {

bool TokenCache::is_good(Time now) const {
  if (held_ == nullptr) return false;
  const auto& life = held_->token.lifetime;
  if (!life) return true;
  // One that hardly lives is used all the same.
  const std::chrono::seconds margin = std::min(kMargin, *life / 4);
  return now < held_->asked + *life - margin;
}

bool TokenCache::is_due(Time now) const {
  const auto& life = held_->token.lifetime;
  if (!life) return false;
  const std::chrono::seconds ahead = std::min<std::chrono::seconds>(kRenewal, *life / 2);
  return now >= held_->asked + *life - ahead && now >= not_before_;
}

std::uint64_t TokenCache::with_token(const std::function<void(const Token&)>& use,
                                     const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const Time now = clock_.steady();
    if (is_good(now) && (is_fetching_ || !is_due(now))) break;
    if (!is_fetching_) {
      fetch(lock, stop);
      break;  // also with one that is over at once: nobody has a better one
    }
    const std::uint64_t before = fetches_;
    if (!changed_.wait(lock, stop, [&] { return fetches_ != before; })) {
      throw engine::StoppedError("interrupted while waiting for a login");
    }
    if (failure_ && !is_good(clock_.steady())) std::rethrow_exception(failure_);
  }
  const std::shared_ptr<const Held> held = held_;
  lock.unlock();
  use(held->token);
  return held->number;
}

void TokenCache::fetch(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  is_fetching_ = true;
  failure_ = nullptr;
  lock.unlock();
  std::shared_ptr<Held> fetched;
  std::exception_ptr failure;
  const Time asked = clock_.steady();
  try {
    fetched = std::make_shared<Held>(Held{source_.fetch(stop), 0, asked});
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  lock.lock();
  is_fetching_ = false;
  ++fetches_;
  failure_ = failure;
  if (fetched != nullptr) {
    fetched->number = ++numbers_;
    held_ = std::move(fetched);
  }
  changed_.notify_all();
  if (!failure) return;
  const Time now = clock_.steady();
  if (!is_good(now)) std::rethrow_exception(failure);
  not_before_ = now + kPause;  // the old one lasts: nobody is told
}

void TokenCache::discard(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  if (held_ != nullptr && held_->number == number) held_.reset();
}

}  // namespace dgctl::providers
