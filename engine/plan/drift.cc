#include "engine/plan/drift.h"

namespace dgctl::engine {

const char* to_string(DriftClass of) {
  switch (of) {
    case DriftClass::Changed:
      return "changed";
    case DriftClass::Vanished:
      return "vanished";
    case DriftClass::Wiped:
      return "wiped";
    case DriftClass::SecretExpiring:
      return "secret_expiring";
    case DriftClass::ExceptionExpired:
      return "exception_expired";
  }
  return "";
}

}  // namespace dgctl::engine
