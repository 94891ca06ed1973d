import re

from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage

from marketplace.static_files import StaticFiles


def test_modules_import_one_another_by_the_names_that_pages_use(tmp_path):
    storage = StaticFiles(location=str(tmp_path), base_url="/static/")
    paths = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path.startswith("js/") and isinstance(source, FileSystemStorage):
                storage._save(path, source.open(path))
                paths[path] = (storage, path)
    list(storage.post_process(paths))
    heart = (tmp_path / storage.stored_name("js/heart.js")).read_text()
    [imported] = re.findall(r'from "\./([^"]+)"', heart)
    assert f"js/{imported}" == storage.stored_name("js/ui.js") != "js/ui.js"
