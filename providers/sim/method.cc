#include "providers/sim/method.h"

namespace dgctl::providers::sim {

std::optional<Method> method_named(std::string_view word) {
  for (const Method method :
       {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
    if (word == to_string(method)) return method;
  }
  return std::nullopt;
}

}  // namespace dgctl::providers::sim
