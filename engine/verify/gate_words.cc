#include "engine/verify/gate_words.h"

#include "engine/sql/statements.h"

namespace dgctl::engine {

std::string called(const Securable& on) {
  return (on.type == "sql_warehouse" ? "SQL warehouse" : on.type) + " " + on.full_name;
}

std::string words(const Gate& gate) {
  return sql_privilege(gate.privilege).value_or(gate.privilege);
}

std::string called(const Gate& gate) { return words(gate) + " on " + called(gate.on); }

}  // namespace dgctl::engine
