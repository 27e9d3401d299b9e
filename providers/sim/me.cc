#include "providers/sim/handlers.h"
#include "providers/sim/scim_identity.h"
#include "providers/sim/users.h"

namespace dgctl::providers::sim {

Response get_me(State& state, const Call& call) {
  const std::string& name = call.asker.name;
  const ScimKind& kind = user_kind();
  // A service principal is a user here, whose name is its application id.
  Members body = state.users.contains(name) ? kind.body(state, call, name)
                                            : scim_identity(state, call, name, kAsUser);
  return answer(selected(call, kind, std::move(body)));
}

}  // namespace dgctl::providers::sim
