#include "providers/system/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.h"

namespace dgctl::providers::hardening_test {
namespace {

TEST_CASE("a hardened program leaves no core", "[system]") {
  // In a process of its own: a limit cannot be raised again.
  const pid_t child = ::fork();
  if (child == 0) {
    forbid_core_dumps();
    rlimit limit{1, 1};
    const bool is_told = ::getrlimit(RLIMIT_CORE, &limit) == 0;
    const bool is_none = is_told && limit.rlim_cur == 0 && limit.rlim_max == 0;
    ::_exit(is_none && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace dgctl::providers::hardening_test
