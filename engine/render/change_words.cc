#include "engine/render/change_words.h"

#include "engine/model/overloaded.h"

namespace dgctl::engine {

std::string symbol_of(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) { return ""; },
                        [](const Record&) { return ""; },
                        [](const Create&) { return "+"; },
                        [](const Update&) { return "~"; },
                        [](const Replace&) { return "-/+"; },
                        [](const Adopt&) { return "<="; },
                        [](const Move&) { return ""; },
                        [](const Delete&) { return "-"; },
                        [](const Forget&) { return "."; },
                    },
                    change);
}

std::string mover_text(Mover mover, const std::string& last_applied) {
  const std::string since = last_applied.empty() ? std::string() : " (" + last_applied + ")";
  switch (mover) {
    case Mover::Configuration:
      return "moved in the configuration";
    case Mover::Workspace:
      return "moved in the workspace since the last apply" + since;
    case Mover::Both:
      return "moved in the configuration and in the workspace since the last apply" + since;
    case Mover::CannotTell:
      return "differs (nothing recorded)";
  }
  return {};
}

}  // namespace dgctl::engine
