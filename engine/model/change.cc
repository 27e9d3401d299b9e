#include "engine/model/change.h"

#include "engine/model/overloaded.h"

namespace dgctl::engine {

const Address& address_of(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp& c) -> const Address& { return c.live.address; },
                        [](const Record& c) -> const Address& { return c.live.address; },
                        [](const Create& c) -> const Address& { return c.desired.address; },
                        [](const Update& c) -> const Address& { return c.desired.address; },
                        [](const Replace& c) -> const Address& { return c.desired.address; },
                        [](const Adopt& c) -> const Address& { return c.desired.address; },
                        [](const Move& c) -> const Address& { return c.live.address; },
                        [](const Delete& c) -> const Address& { return c.live.address; },
                        [](const Forget& c) -> const Address& { return c.recorded.address; },
                    },
                    change);
}

bool is_counted(const Change& change) {
  return std::visit(Overloaded{
                        [](const NoOp&) { return false; },
                        [](const Record&) { return false; },
                        [](const Create&) { return true; },
                        [](const Update&) { return true; },
                        [](const Replace&) { return true; },
                        [](const Adopt&) { return true; },
                        [](const Move&) { return false; },
                        [](const Delete&) { return true; },
                        [](const Forget&) { return true; },
                    },
                    change);
}

}  // namespace dgctl::engine
