#include "providers/databricks/login/profile_file.h"
#include "tests/fuzz/logging_in.h"
#include "tests/fuzz/targets.h"

// A file of profiles, then the environment, then what hosts answer to whoever logs in with that.

namespace dgctl::fuzz {
namespace {

void check_profiles(std::string text) {
  try {
    const providers::ProfileFile file(std::move(text));
    for (const std::string& name : file.names()) {
      require(file.has(name), "a profile that is named is there");
      for (const char* key : {"host", "token"}) {
        const auto value = file.text(name, key);
        require(value.has_value() == file.has_value(name, key), "a value is there or not");
        const auto secret = file.secret(name, key);
        if (!secret) continue;
        secret->reveal([&](std::string_view kept) {
          require(value == kept, "a secret is the value that stands there");
        });
      }
    }
  } catch (const engine::Error&) {
    return;
  }
}

}  // namespace

void profile_file(std::string_view input) {
  const std::vector<std::string> pieces = pieces_of(input);
  check_profiles(pieces.front());
  for (const char* profile : {"", "prod"}) {
    tests::FakeMachine machine = machine_with(pieces.size() > 1 ? pieces[1] : "");
    machine.profiles(pieces.front());
    AnsweringHosts hosts(pieces, 2);
    providers::LoginRequest request;
    request.profile = profile;
    if (*profile != '\0') request.profile_from = "workspace.profile";
    log_in(request, machine, hosts);
  }
}

}  // namespace dgctl::fuzz
