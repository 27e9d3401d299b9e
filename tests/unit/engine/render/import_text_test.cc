#include "engine/render/import_text.h"

#include "tests/support/golden.h"

namespace dgctl::engine::import_text_test {
namespace {

ImportDraft warehouse() {
  ImportDraft draft;
  draft.recorded.address = {"sql_warehouse", "main"};
  draft.recorded.fields = {{"cluster_size", "Medium"}, {"id", "0a1b"}, {"name", "segment"}};
  draft.next.emplace();
  return draft;
}

TEST_CASE("an import shows what is there and what the next apply changes of it", "[import_text]") {
  ImportDraft draft = warehouse();
  std::string text = import_for_people(draft, false) + "----\n";
  Update update;
  update.fields = {{"cluster_size", Value("Medium"), {}, Value("Small"), Mover::Configuration},
                   {"auto_stop_mins", {}, {}, Value(10), Mover::Configuration}};
  draft.next->emplace_back(update);
  text += import_for_people(draft, true) + "----\n";
  draft.next.reset();
  draft.note = "the sink does not hold it";
  text += import_for_people(draft, false) + "----\n";
  ImportDraft grant;
  grant.recorded.address = {"grant", "catalog:sales/main"};
  grant.recorded.fields = fields_of({{"catalog", "sales"}, "3f0c", {"USE_CATALOG"}});
  Update words;
  words.fields = {{"privileges",
                   Value(List{"MODIFY"}),
                   {},
                   Value(List{"SELECT", "BROWSE"}),
                   Mover::Configuration}};
  grant.next.emplace();
  grant.next->emplace_back(words);
  text += import_for_people(grant, false);
  tests::check_golden("import.txt", text);
}

}  // namespace
}  // namespace dgctl::engine::import_text_test
