#include "providers/curl/loop.h"

#include <algorithm>
#include <new>

#include <curl/curl.h>

namespace dgctl::providers {

Loop::Loop(std::size_t most) : multi_(curl_multi_init()), most_(std::max<std::size_t>(1, most)) {
  if (multi_ == nullptr) throw std::bad_alloc();
  const auto connections = static_cast<long>(most_);
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, connections);
  thread_ = std::thread([this] { drive(); });
}

Loop::~Loop() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  wake();
  thread_.join();
  curl_multi_cleanup(multi_);
  for (void* easy : idle_) curl_easy_cleanup(easy);
}

void Loop::wake() { curl_multi_wakeup(multi_); }

void* Loop::acquire() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      void* easy = idle_.back();
      idle_.pop_back();
      return easy;
    }
  }
  void* easy = curl_easy_init();
  if (easy == nullptr) throw std::bad_alloc();
  return easy;
}

void Loop::release(void* easy) {
  curl_easy_reset(easy);  // it points into what is gone
  const std::scoped_lock lock(mutex_);
  idle_.push_back(easy);
}

Loop::Ran Loop::run(Exchange& exchange,
                    std::chrono::steady_clock::time_point deadline,
                    const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&exchange);
  wake();
  const auto is_finished = [&] { return exchange.turn.is_finished; };
  if (exchange.turn.changed.wait_until(lock, stop, deadline, is_finished)) return Ran::Through;
  const Ran ran = stop.stop_requested() ? Ran::Stopped : Ran::OutOfTime;
  given_up_.insert(&exchange);
  wake();
  exchange.turn.changed.wait(lock, is_finished);
  return ran;
}

void Loop::finish(Exchange& exchange) {
  const std::scoped_lock lock(mutex_);
  given_up_.erase(&exchange);
  exchange.turn.is_finished = true;
  // Under the lock: whoever waits takes the exchange away as soon as it has it.
  exchange.turn.changed.notify_all();
}

/// Lets go of those that were given up, and begins those that have their turn. False: it is to end.
bool Loop::start() {
  std::vector<Exchange*> given_up;
  std::vector<Exchange*> begun;
  {
    const std::scoped_lock lock(mutex_);
    if (is_ending_) return false;
    given_up.assign(given_up_.begin(), given_up_.end());
    for (Exchange* exchange : given_up) std::erase(waiting_, exchange);
    const auto leave = std::count_if(
        given_up.begin(), given_up.end(), [&](Exchange* e) { return running_.contains(e); });
    const std::size_t still = running_.size() - static_cast<std::size_t>(leave);
    while (!waiting_.empty() && still + begun.size() < most_) {
      begun.push_back(waiting_.front());
      waiting_.pop_front();
    }
  }
  for (Exchange* exchange : given_up) {
    exchange->cut();
    if (running_.erase(exchange) > 0) curl_multi_remove_handle(multi_, exchange->easy());
    finish(*exchange);
  }
  for (Exchange* exchange : begun) {
    exchange->begin();
    const CURLMcode code = curl_multi_add_handle(multi_, exchange->easy());
    if (code == CURLM_OK) {
      running_.insert(exchange);
    } else {
      exchange->end(CURLE_FAILED_INIT);
      finish(*exchange);
    }
  }
  return true;
}

bool Loop::finish_answered() {
  bool any = false;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;  // the message goes with the handle
    char* self = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
    auto& exchange = *reinterpret_cast<Exchange*>(self);
    curl_multi_remove_handle(multi_, exchange.easy());
    running_.erase(&exchange);
    exchange.end(code);
    finish(exchange);
    any = true;
  }
  return any;
}

void Loop::drive() {
  constexpr int kLongestPollMs = 1'000;  // wake() ends it sooner
  while (start()) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    // Where one is over another may have its turn.
    if (!finish_answered()) curl_multi_poll(multi_, nullptr, 0, kLongestPollMs, nullptr);
  }
}

}  // namespace dgctl::providers
