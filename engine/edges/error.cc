#include "engine/edges/error.h"

namespace dgctl::engine {

const char* to_string(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::Throttled:
      return "throttled";
    case ErrorClass::Transient:
      return "transient";
    case ErrorClass::NotVisible:
      return "not_visible";
    case ErrorClass::Conflict:
      return "conflict";
    case ErrorClass::Unauthenticated:
      return "unauthenticated";
    case ErrorClass::Denied:
      return "denied";
    case ErrorClass::NotFound:
      return "not_found";
    case ErrorClass::Invalid:
      return "invalid";
    case ErrorClass::Transport:
      return "transport";
    case ErrorClass::Ours:
      return "ours";
  }
  return "ours";
}

}  // namespace dgctl::engine
