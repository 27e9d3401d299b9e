#pragma once

#include <string>
#include <utility>
#include <vector>

#include "providers/databricks/provider.h"
#include "tests/support/catch.h"
#include "tests/support/memory_stores.h"

namespace dgctl::tests {

/// A workspace's answers, one after the other, and what was asked.
class Script : public providers::Transport {
 public:
  using Answer = std::pair<int, std::string>;  ///< status and body

  explicit Script(std::vector<Answer> answers) : answers_(std::move(answers)) {}

  std::vector<providers::Request> asked;

  /// "GET /path", with a body "POST /path {...}"
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const providers::Request& request : asked) {
      std::string line = std::string(to_string(request.method)) + " " + request.path;
      if (!request.body.empty()) line += " " + request.body;
      all.push_back(std::move(line));
    }
    return all;
  }

  providers::Response send(const providers::Request& request, std::stop_token /*stop*/) override {
    asked.push_back(request);
    if (asked.size() > answers_.size()) {
      throw providers::TransportError("nothing more was expected", false);
    }
    const auto& [status, body] = answers_[asked.size() - 1];
    return {status, {}, body};
  }

 private:
  std::vector<Answer> answers_;
};

/// A provider whose workspace answers as it is told.
struct Scripted {
  explicit Scripted(std::vector<Script::Answer> answers)
      : transport(std::move(answers)), provider(transport, clock, {1}) {}

  engine::ReadResult read(const engine::Lookup& lookup) {
    const std::vector<engine::Lookup> wanted{lookup};
    return provider.read(wanted, {}).front();
  }
  engine::StepOutcome write(engine::Call call) {
    engine::Step step;
    step.call = std::move(call);
    return provider.write(step, {});
  }
  /// What a call is refused with.
  engine::ProviderError refusal_of(engine::Call call) {
    try {
      write(std::move(call));
    } catch (const engine::ProviderError& error) {
      return error;
    }
    return {engine::ErrorClass::Ours, "it was not refused"};
  }

  [[nodiscard]] std::vector<std::string> asked() const { return transport.lines(); }

  StillClock clock;
  Script transport;
  providers::DatabricksProvider provider;
};

template <class T>
T found(const engine::ReadResult& result) {
  REQUIRE(std::holds_alternative<engine::Found>(result));
  return std::get<T>(std::get<engine::Found>(result).live);
}

using Asked = std::vector<std::string>;

}  // namespace dgctl::tests
