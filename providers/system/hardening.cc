#include "providers/system/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace dgctl::providers {

void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  // A core that is piped to a program heeds no limit.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace dgctl::providers
