#include "providers/system/program.h"

#include "engine/edges/error.h"
#include "tests/support/catch.h"

namespace dgctl::providers::program_test {
namespace {

ProgramResult shell(const std::string& script, const ProgramLimits& limits = {}) {
  return run_program({"sh", "-c", script}, limits, {});
}

std::string failure(const std::vector<std::string>& command, const ProgramLimits& limits = {}) {
  try {
    run_program(command, limits, {});
  } catch (const engine::Error& error) {
    return error.what();
  }
  return "nothing went wrong";
}

TEST_CASE("a program's streams and its end are told apart", "[program]") {
  const ProgramResult result = shell("echo out; echo err >&2; exit 7");
  CHECK(result.out == "out\n");
  CHECK(result.err == "err\n");
  CHECK(result.code == 7);
}

TEST_CASE("a program has nothing to read and gets its words as they are", "[program]") {
  CHECK(shell("cat; echo end").out == "end\n");
  CHECK(run_program({"printf", "%s|", "a b", "$HOME;", ""}, {}, {}).out == "a b|$HOME;||");
}

TEST_CASE("a signal that ends a program is told", "[program]") {
  CHECK(shell("kill -TERM $$").code == 128 + 15);
}

TEST_CASE("long output of both streams does not block", "[program]") {
  const ProgramResult result =
      shell("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; head -c 1000 /dev/zero");
  CHECK(result.out.size() == 301'000);
  CHECK(result.err.size() == 300'000);
}

TEST_CASE("a program that is not there or too loud or too slow is given up", "[program]") {
  CHECK(failure({"no-such-program-of-dgctl"}) == "No such file or directory");
  CHECK(failure({"yes"}) == "it writes more than 1048576 bytes");
  CHECK(failure({"sleep", "1000"}, {std::chrono::milliseconds(0), 1000}) ==
        "it did not end within 0 s");
  // Closing its streams makes it no faster.
  CHECK(failure({"sh", "-c", "exec >&- 2>&-; sleep 1000"},
                {std::chrono::milliseconds(300), 1000}) == "it did not end within 0 s");
}

TEST_CASE("a program is stopped when dgctl is", "[program]") {
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(run_program({"sleep", "1000"}, {}, stop.get_token()), engine::StoppedError);
}

}  // namespace
}  // namespace dgctl::providers::program_test
