#include "tests/fuzz/loading.h"
#include "tests/fuzz/targets.h"

// What stands under `data_graphs:`, in a configuration that is right but for it: an input does not
// have to be a whole configuration to get there.

namespace dgctl::fuzz {

void data_graphs(std::string_view input) {
  check_loading("version: 1\nname: acme\nworkspace: {host: sim:workspace.json}\ndata_graphs:\n" +
                    std::string(input),
                {});
}

}  // namespace dgctl::fuzz
