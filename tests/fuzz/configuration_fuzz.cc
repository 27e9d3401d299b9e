#include "tests/fuzz/loading.h"
#include "tests/fuzz/targets.h"

// A configuration, then what a file of values for its variables holds, then the environment.

namespace dgctl::fuzz {

void configuration(std::string_view input) {
  const std::vector<std::string> pieces = pieces_of(input);
  engine::LoadOptions options;
  if (pieces.size() > 1) options.variable_files.push_back({"values.yml", pieces[1]});
  if (pieces.size() > 2) {
    for (const std::string& line : lines_of(pieces[2])) {
      const std::size_t equals = line.find('=');
      if (equals == std::string::npos) continue;
      options.environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
  }
  check_loading(pieces.front(), options);
}

}  // namespace dgctl::fuzz
