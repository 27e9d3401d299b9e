#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "engine/edges/clock.h"
#include "providers/databricks/login/token_source.h"

namespace dgctl::providers {

/// The token that is in use, in memory only. It is renewed before it ends, by one thread while the
/// others go on with it, and at once when it was refused. Source of the times: databricks-sdk-go
/// config/experimental/auth/cache.go, databricks-sdk-py oauth.py.
class TokenCache {
 public:
  /// How long before its end a token is not used any more: the service refuses it then.
  static constexpr std::chrono::seconds kMargin{40};
  /// How long before its end a new one is asked for, if half its life is not shorter.
  static constexpr std::chrono::minutes kRenewal{20};
  /// How long after a failure it is asked for again, while the old one lasts.
  static constexpr std::chrono::minutes kPause{1};

  TokenCache(TokenSource& source, engine::Clock& clock) : source_(source), clock_(clock) {}

  /// Calls `use` with the token and returns its number. Throws what the source throws; of several
  /// threads that wait for one, all.
  std::uint64_t with_token(const std::function<void(const Token&)>& use,
                           const std::stop_token& stop);
  /// The token of that number was refused: the next use asks for another.
  void discard(std::uint64_t number);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Held {
    Token token;
    std::uint64_t number;
    Time asked;  ///< its life counts from then
  };

  [[nodiscard]] bool is_good(Time now) const;
  [[nodiscard]] bool is_due(Time now) const;
  void fetch(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);

  TokenSource& source_;
  engine::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::shared_ptr<const Held> held_;  ///< shared: who uses the old one does so while it is replaced
  std::uint64_t numbers_ = 0;
  bool is_fetching_ = false;
  std::uint64_t fetches_ = 0;   ///< that ended
  std::exception_ptr failure_;  ///< of the last fetch
  Time not_before_;             ///< an early renewal
};

}  // namespace dgctl::providers
