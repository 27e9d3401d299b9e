#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/edges/error.h"
#include "providers/databricks/login/login.h"
#include "tests/fuzz/input.h"
#include "tests/support/fake_machine.h"
#include "tests/support/memory_stores.h"

namespace dgctl::fuzz {

/// Any host, which gives the answers of an input.
class AnsweringHosts : public providers::Hosts {
 public:
  AnsweringHosts(const std::vector<std::string>& pieces, std::size_t first)
      : answers_(pieces, first) {}
  providers::Transport& open(const std::string& /*origin*/) override { return answers_; }

 private:
  Answers answers_;
};

/// Decides how to log in on that machine, does it, and does it again as after a refusal.
inline void log_in(const providers::LoginRequest& request,
                   tests::FakeMachine& machine,
                   providers::Hosts& hosts) {
  tests::StillClock clock;
  try {
    const providers::Login login = providers::find_login(request, machine);
    providers::called(login.report);
    providers::require_credentials(login);
    const auto credentials = providers::make_credentials(login, {machine, hosts, clock});
    for (int i = 0; i < 2; ++i) {
      providers::Request sent;
      const std::uint64_t used = credentials->authorize(sent, {});
      for (const auto& [name, value] : sent.headers) {
        require(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos,
                "a header that is sent is one line");
      }
      if (!credentials->renew(used)) return;
    }
  } catch (const engine::Error&) {
    return;
  }
}

/// The machine that variables of the environment, "NAME=value" a line, are set on.
inline tests::FakeMachine machine_with(const std::string& environment) {
  tests::FakeMachine machine;
  for (const std::string& line : lines_of(environment)) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    machine.variables[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return machine;
}

}  // namespace dgctl::fuzz
