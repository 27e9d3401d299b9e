#pragma once

#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "providers/transport/transport.h"

namespace dgctl::tests {

/// Gives the answers that it was told, in their order, and keeps what it was asked.
class ScriptedTransport : public providers::Transport {
 public:
  std::vector<providers::Request> asked;

  void answer(int status, std::string body) {
    answers_.push_back([=] { return providers::Response{status, {}, body}; });
  }
  void answer(std::function<providers::Response()> how) { answers_.push_back(std::move(how)); }

  providers::Response send(const providers::Request& request, std::stop_token /*stop*/) override {
    asked.push_back(request);
    if (answers_.empty()) throw providers::TransportError("nothing more was expected", false);
    const auto next = std::move(answers_.front());
    answers_.pop_front();
    return next();
  }

 private:
  std::deque<std::function<providers::Response()>> answers_;
};

}  // namespace dgctl::tests
